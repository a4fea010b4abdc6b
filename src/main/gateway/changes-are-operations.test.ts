/** Every change is an operation: declared in the catalogue, with texts, a record and a time limit. */
import { traverseContractProcedures } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { operations } from '#shared/catalogue/operations/index.ts';
import { contract } from '#shared/contract/index.ts';

/** Procedures that change something although they are not operations. */
const changing = (): string[] => {
  const found: string[] = [];
  traverseContractProcedures({ router: contract, path: [] }, ({ contract: procedure, path }) => {
    const { route, meta } = procedure['~orpc'];
    const isGenerated = path[0] === 'addresses' || (path[0] === 'operations' && path[1] === 'do');
    if (route.method !== 'GET' && !meta.asks && !isGenerated) found.push(path.join('.'));
  });
  return found.toSorted();
};

describe('operations', () => {
  it('are the only procedures that change anything', () => {
    expect(changing()).toEqual([]);
  });

  it('each have a procedure, and an HTTP address where they declare one', () => {
    expect(Object.keys(contract.operations.do)).toEqual(operations.map(({ id }) => id));
    const addressed = operations.filter(({ route }) => route !== null);
    expect(Object.keys(contract.addresses)).toEqual(addressed.map(({ id }) => id));
  });
});
