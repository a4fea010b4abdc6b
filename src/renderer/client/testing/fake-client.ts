import { openDirectGateway } from '#main/gateway/testing/index.ts';
import { err, ok } from '#shared/kernel/result.ts';
import type { CuelightClient, RpcLink } from '../cuelight-client.ts';
import type { Connection, Transport } from '../transport.ts';
import type { FakeHost } from './fake-host.ts';

/** Numbers the frames of a stream as if some before them had been lost on their way. */
async function* afterLosses(frames: AsyncIterable<{ seq: number }>, lost: () => number) {
  for await (const frame of frames) yield { ...frame, seq: frame.seq + lost() };
}

/** Any client as a link, so that the session takes it for a connection. */
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

/** A transport to the gateway of a host in memory. It can be cut, and refuses to connect until it is mended. */
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
    /** Ends every stream. To be called after the stores were closed. */
    close: async (): Promise<void> => void (await gateway.close()),
  };
};
