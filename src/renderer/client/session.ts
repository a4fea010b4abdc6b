import { createORPCClient, ORPCError } from '@orpc/client';
import { sleep, type Clock } from '#shared/kernel/clock.ts';
import { Emitter } from '#shared/kernel/emitter.ts';
import type { RandomSource } from '#shared/kernel/random.ts';
import { backoffMs } from './backoff.ts';
import type { CuelightClient, RpcLink } from './cuelight-client.ts';
import type { Connection, Transport } from './transport.ts';

/** The state of the connection to the host. Times are epoch milliseconds. */
export type ConnectionState =
  | { readonly phase: 'connecting'; readonly since: number }
  | { readonly phase: 'connected'; readonly since: number }
  | {
      readonly phase: 'lost';
      /** The time of the loss, or of the first failed attempt. */
      readonly since: number;
      readonly message: string;
      readonly attempt: number;
      readonly nextAttemptAt: number;
    }
  | {
      readonly phase: 'needs-link';
      /** The time of the loss; of the refusal, if there was no connection before. */
      readonly since: number;
      readonly message: string;
    };

/** One window's connection to the host: connects, reconnects and reports its state. */
export interface Session {
  /** A client whose calls reject with code `UNAVAILABLE` without a connection. */
  readonly client: CuelightClient;
  state(): ConnectionState;
  onChange(listener: (state: ConnectionState) => void): Disposable;
  /** Retries immediately. */
  retryNow(): void;
  close(): void;
}

const unavailable = (): ORPCError<'UNAVAILABLE', undefined> =>
  new ORPCError('UNAVAILABLE', {
    message: 'There is no connection to Cuelight at the moment. Try again when it is back.',
  });

/** Connects immediately and retries with increasing delays, until closed or until only a new link helps. */
export const openSession = (options: {
  transport: Transport;
  clock: Clock;
  random: RandomSource;
}): Session => {
  const { transport, clock, random } = options;
  const listeners = new Emitter<[state: ConnectionState]>();
  const closing = new AbortController();
  let state: ConnectionState = { phase: 'connecting', since: clock.now() };
  let connection: Connection | undefined;
  let wake: AbortController | undefined;

  const setState = (next: ConnectionState): void => {
    state = next;
    listeners.emit(next);
  };

  const waitForRetry = async (delayMs: number): Promise<void> => {
    wake = new AbortController();
    await sleep(clock, delayMs, AbortSignal.any([wake.signal, closing.signal])).catch(() => undefined);
  };

  const run = async (): Promise<void> => {
    let attempt = 0;
    let lostSince: number | undefined;
    while (!closing.signal.aborted) {
      const result = await transport.connect(closing.signal);
      if (closing.signal.aborted) {
        if (result.ok) result.value.close();
        return;
      }
      let message: string;
      if (result.ok) {
        connection = result.value;
        attempt = 0;
        setState({ phase: 'connected', since: clock.now() });
        message = await result.value.closed;
        connection = undefined;
        lostSince = undefined;
        if (closing.signal.aborted) return;
      } else if (result.error.kind === 'needs-link') {
        setState({ phase: 'needs-link', since: lostSince ?? clock.now(), message: result.error.message });
        return;
      } else {
        message = result.error.message;
      }
      lostSince ??= clock.now();
      attempt += 1;
      const delayMs = backoffMs(attempt, random);
      setState({ phase: 'lost', since: lostSince, message, attempt, nextAttemptAt: clock.now() + delayMs });
      await waitForRetry(delayMs);
    }
  };

  const link: RpcLink = {
    call: (path, input, callOptions) =>
      connection ? connection.link.call(path, input, callOptions) : Promise.reject(unavailable()),
  };

  void run();
  return {
    client: createORPCClient<CuelightClient>(link),
    state: () => state,
    onChange: (listener) => listeners.on(listener),
    retryNow: () => wake?.abort(),
    close: () => {
      closing.abort();
      connection?.close();
      listeners.clear();
    },
  };
};
