import { createORPCClient, ORPCError } from '@orpc/client';
import { sleep, type Clock } from '#shared/kernel/clock.ts';
import { Emitter } from '#shared/kernel/emitter.ts';
import type { RandomSource } from '#shared/kernel/random.ts';
import { backoffMs } from './backoff.ts';
import type { CuelightClient, RpcLink } from './cuelight-client.ts';
import type { Connection, Transport } from './transport.ts';

/** Where the connection to the host stands. Times are epoch milliseconds. */
export type ConnectionState =
  | { readonly phase: 'connecting'; readonly since: number }
  | { readonly phase: 'connected'; readonly since: number }
  | {
      readonly phase: 'lost';
      /** When it was last connected, or when the first attempt failed. */
      readonly since: number;
      readonly message: string;
      readonly attempt: number;
      readonly nextAttemptAt: number;
    }
  | { readonly phase: 'needs-link'; readonly since: number; readonly message: string };

/** One window's relation to the host: connects, stays connected, and says how it stands. */
export interface Session {
  /** Calls reject with code `UNAVAILABLE` while there is no connection. */
  readonly client: CuelightClient;
  state(): ConnectionState;
  onChange(listener: (state: ConnectionState) => void): Disposable;
  /** Ends the present wait and tries at once. */
  retryNow(): void;
  close(): void;
}

const unavailable = (): ORPCError<'UNAVAILABLE', undefined> =>
  new ORPCError('UNAVAILABLE', {
    message: 'There is no connection to Cuelight at the moment. Try again when it is back.',
  });

/** Starts connecting at once and keeps at it, with growing waits, until closed or a person must bring a new link. */
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
        setState({ phase: 'needs-link', since: clock.now(), message: result.error.message });
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
