import type { ProjectCopy } from './project-copy.ts';

const programClient = `
import { createServer } from 'node:http';
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
    /** Sends one request over HTTP. Returns its answer. */
    post: async (path: string, body: object): Promise<unknown> => {
      const server = createServer((request, response) => {
        void gateway.serveHttp(request, response, { prefix: '/api', context });
      });
      await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
      try {
        const address = server.address();
        const port = typeof address === 'object' && address !== null ? address.port : 0;
        const answer = await fetch(\`http://127.0.0.1:\${port}/api\${path}\`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', connection: 'close' },
          body: JSON.stringify(body),
        });
        return await answer.json();
      } finally {
        await new Promise<void>((done) => void server.close(() => done()));
      }
    },
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
