import { traverseContractProcedures } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { contract } from '#shared/contract/index.ts';
import { mayCall } from './call-context.ts';
import { createGatewayRig } from './testing/contract-suite.ts';

/** Every procedure: its name, its HTTP form, and its audience. */
const surface = (): string[] => {
  const procedures: string[] = [];
  traverseContractProcedures({ router: contract, path: [] }, ({ contract: procedure, path }) => {
    const { method, path: httpPath } = procedure['~orpc'].route;
    const who = mayCall('dock', path) ? 'owner and docks' : 'owner';
    procedures.push(`${path.join('.')} · ${method} /api${httpPath} · ${who}`);
  });
  return procedures.toSorted();
};

describe('the surface of the contract', () => {
  it('is exactly the recorded one', () => {
    expect(surface()).toMatchSnapshot();
  });

  it('lets docks change nothing', () => {
    const open = surface().filter((procedure) => procedure.endsWith('docks'));
    expect(open.length).toBeGreaterThan(0);
    for (const procedure of open) expect(procedure).toContain(' GET ');
  });

  it('is described for HTTP, procedure by procedure', async () => {
    const { gateway } = createGatewayRig();
    const document: unknown = await gateway.describeHttp('/api');
    const { paths } = document as { paths: Record<string, object> };
    const operations = Object.values(paths).flatMap((path) => Object.keys(path));
    expect(operations.length).toBe(surface().length);
    await gateway.close();
  });
});
