import { createTanstackQueryUtils, type RouterUtils } from '@orpc/tanstack-query';
import { notifyManager, QueryClient, timeoutManager, type QueryKey } from '@tanstack/react-query';
import type { CuelightClient } from '../client/cuelight-client.ts';
import type { Session } from '../client/session.ts';
import type { QueryTimers } from './query-timers.ts';

/**
 * Milliseconds that a value is kept after the last view of it is gone: long enough to look at another page and come back,
 * short enough that nobody is shown a value of an hour ago.
 */
const UNUSED_KEPT_MS = 60_000;

/** The query layer of one window: what was read of the host, by key, shared by all views that ask for it. */
export interface Queries extends Disposable {
  readonly client: QueryClient;
  /** Keys and options of every procedure of the contract. Each key begins with the source that is read. */
  readonly api: RouterUtils<CuelightClient>;
  /**
   * Marks everything below the keys as changed and reads what is on screen again: `refresh(api.docks.key())`.
   * Resolves when it was read.
   */
  readonly refresh: (...keys: readonly QueryKey[]) => Promise<void>;
  /** Lets go of every value, and reads what is on screen again: something that was read may not be shown any more. */
  readonly forget: () => void;
}

export interface QueriesOptions {
  readonly session: Session;
  /** The name of what is read: the host, or a file in place of it. */
  readonly source: string;
  readonly timers: QueryTimers;
}

/** Creates the query layer over a session. */
export const createQueries = ({ session, source, timers }: QueriesOptions): Queries => {
  timeoutManager.setTimeoutProvider(timers);
  // Views hear of an answer in the turn in which it comes, by no timer beside the clock's.
  notifyManager.setScheduler(queueMicrotask);
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        // The host is on this machine: whether it can be reached says the session, not the network.
        networkMode: 'always',
        // The bridges and the host retry by themselves; a view says what failed.
        retry: false,
        gcTime: UNUSED_KEPT_MS,
        refetchOnWindowFocus: false,
      },
    },
  });
  // Follows whether the window is visible.
  client.mount();
  // A reading that the lost connection ends leaves what was known before it.
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
