import { keepOf } from '#shared/catalogue/topics/index.ts';
import type { EventRecord } from '#shared/model/index.ts';
import { useHostQuery, useQueries, valueOf } from '../../queries/use-host-query.ts';
import { useClient, useEvents, useStores } from '../../stores/stores-context.tsx';

const ASK_EVERY_MS = 5_000;

/**
 * True for an event that the journal stores as one. Chat arrives as live events, and is stored apart from
 * them.
 */
const isKeptAsEvent = ({ topic }: EventRecord): boolean => keepOf(topic) === 'events';

interface JournalCount {
  readonly total: number;
  readonly oldestAt: number | null;
  /** Number of live events received before the journal was asked. */
  readonly received: number;
}

/**
 * Returns the number of all events, in the journal and live ones not in it yet. Null until the journal has
 * answered.
 */
export const useJournalTotal = (
  allLive: readonly EventRecord[],
): { readonly total: number | null; readonly oldestAt: number | null } => {
  const client = useClient();
  const { events } = useStores();
  const atStart = useEvents((state) => state.journalTotal);
  const oldestAtStart = useEvents((state) => state.oldestAt);
  const received = useEvents((state) => state.received);
  const { api } = useQueries();
  const { answer } = useHostQuery(
    {
      queryKey: api.events.query.key({ type: 'query', input: { limit: 1 } }),
      queryFn: async ({ signal }): Promise<JournalCount> => {
        const receivedBefore = events.getState().received;
        const { total, oldestAt } = await client.events.query({ limit: 1 }, { signal });
        return { total, oldestAt, received: receivedBefore };
      },
    },
    { onFailure: 'keep', everyMs: ASK_EVERY_MS },
  );
  // A failed read keeps the last number. The list itself says when the journal cannot be read.
  const counted = valueOf(answer);
  const journalled = counted?.total ?? atStart;
  if (journalled === null) return { total: null, oldestAt: null };
  const since = counted ? Math.max(0, received - counted.received) : 0;
  const newest = since === 0 ? [] : allLive.slice(-since);
  const chat = allLive.reduce((count, event) => count + (isKeptAsEvent(event) ? 0 : 1), 0);
  const unwritten = newest.reduce((count, event) => count + (isKeptAsEvent(event) ? 1 : 0), 0);
  return { total: journalled + chat + unwritten, oldestAt: counted?.oldestAt ?? oldestAtStart };
};
