import type { ProjectCopy } from './project-copy.ts';

const programClient = `
import { createRouterClient } from '@orpc/server';
import { CallBudget, createGateway } from '#main/gateway/index.ts';
import { createRecordingLogger } from '#main/gateway/testing/recording-logger.ts';
import type { Application } from '#main/hosts/shared/index.ts';
import { createCountingIds, createSystemClock } from '#shared/kernel/index.ts';

/** Opens the API of a whole program without a transport, as its owner. */
export const openApi = ({ gatewayPorts }: Application) => {
  const gateway = createGateway(gatewayPorts, {
    clock: createSystemClock(),
    ids: createCountingIds(),
    logger: createRecordingLogger(),
    versions: { version: '0.0.0-test', node: '24.0.0', electron: null },
  });
  const context = { audience: 'owner', caller: 'api', budget: new CallBudget() } as const;
  return {
    client: createRouterClient(gateway.router, { context }),
    openApi: () => gateway.describeHttp('/api'),
    [Symbol.asyncDispose]: async (): Promise<void> => {
      await gateway.close();
    },
  };
};
`;

/** Adds a helper for the tests of a copy: `openApi(application)` opens the API of a whole program. */
export const addProgramClient = (copy: ProjectCopy): void => {
  copy.addScratch('src/main/composition/testing/open-api.ts', programClient);
};
