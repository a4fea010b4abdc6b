import { createTanstackQueryUtils, type RouterUtils } from '@orpc/tanstack-query';
import { notifyManager, QueryClient, timeoutManager, type QueryKey } from '@tanstack/react-query';
import type { CuelightClient } from '../client/cuelight-client.ts';
import type { Session } from '../client/session.ts';
import type { QueryTimers } from './query-timers.ts';

/**
 * Milliseconds that a value stays after its last view is gone: long enough for a visit to another page, short
 * enough to exclude a value from an hour ago.
 */
const UNUSED_KEPT_MS = 60_000;

/** The query layer of one window: the host's answers by key, shared by all views. */
export interface Queries extends Disposable {
  readonly client: QueryClient;
  /** Keys and options of every procedure of the contract. Each key starts with its source. */
  readonly api: RouterUtils<CuelightClient>;
  /**
   * Invalidates everything below the keys and reads the visible values again: `refresh(api.docks.key())`.
   * Resolves afterwards.
   */
  readonly refresh: (...keys: readonly QueryKey[]) => Promise<void>;
  /** Discards every value and reads the visible ones again, because a value may no longer be shown. */
  readonly forget: () => void;
}

export interface QueriesOptions {
  readonly session: Session;
  /** The name of the source: the host, or a file in place of it. */
  readonly source: string;
  readonly timers: QueryTimers;
}

/** Creates the query layer over a session. */
export const createQueries = ({ session, source, timers }: QueriesOptions): Queries => {
  timeoutManager.setTimeoutProvider(timers);
  // Views get an answer in the turn in which it arrives, without a timer beside the clock's.
  notifyManager.setScheduler(queueMicrotask);
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        // The host is on this machine: the session knows whether it is reachable, not the network.
        networkMode: 'always',
        // The bridges and the host retry; a view reports the failure.
        retry: false,
        gcTime: UNUSED_KEPT_MS,
        refetchOnWindowFocus: false,
      },
    },
  });
  // Follows the window's visibility.
  client.mount();
  // A read that a lost connection ends leaves the previous value.
  const watching = session.onChange(({ phase }) => {
    if (phase !== 'connected') void client.cancelQueries();
  });
  return {
    client,
    api: createTanstackQueryUtils(session.client, { path: [source] }),
    refresh: async (...keys) => {
      await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
    forget: () => void client.resetQueries(),
    [Symbol.dispose]: () => {
      watching[Symbol.dispose]();
      client.unmount();
      client.clear();
    },
  };
};
