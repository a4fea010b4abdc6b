import { openDirectGateway } from '#main/gateway/testing/index.ts';
import { err, ok } from '#shared/kernel/result.ts';
import type { CuelightClient, RpcLink } from '../cuelight-client.ts';
import type { Connection, Transport } from '../transport.ts';
import type { FakeHost } from './fake-host.ts';

/** Numbers the frames of a stream as if earlier frames were lost. */
async function* afterLosses(frames: AsyncIterable<{ seq: number }>, lost: () => number) {
  for await (const frame of frames) yield { ...frame, seq: frame.seq + lost() };
}

/** Adapts a client to a link for a session. */
const linkOf = (client: CuelightClient, { lostEvents }: FakeHost): RpcLink => ({
  call: async (path, input, options) => {
    let target: unknown = client;
    for (const name of path) target = (target as Record<string, unknown>)[name];
    const answer = await (target as (input: unknown, options: unknown) => Promise<unknown>)(input, options);
    return path.join('.') === 'events.watch'
      ? afterLosses(answer as AsyncIterable<{ seq: number }>, lostEvents)
      : answer;
  },
});

/** Creates a transport to the gateway of a host in memory. A test can cut and restore the connection. */
export const createFakeTransport = (host: FakeHost) => {
  const gateway = openDirectGateway(host.ports, host);
  let over: ((why: string) => void) | undefined;
  let down = false;
  const transport: Transport = {
    connect: () => {
      if (down) return Promise.resolve(err({ kind: 'unreachable', message: 'Cuelight does not answer.' }));
      const closed = new Promise<string>((resolve) => (over = resolve));
      const connection: Connection = {
        link: linkOf(gateway.client, host),
        closed,
        close: () => over?.('Closed by this window.'),
      };
      return Promise.resolve(ok(connection));
    },
  };
  return {
    transport,
    cut: (why = 'Cuelight closed the connection.'): void => {
      down = true;
      over?.(why);
    },
    mend: (): void => void (down = false),
    /** Closes the gateway with all its streams. Close the stores before. */
    close: async (): Promise<void> => void (await gateway.close()),
  };
};
