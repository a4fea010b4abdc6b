import { keepOf } from '#shared/catalogue/topics/index.ts';
import type { EventRecord } from '#shared/model/index.ts';
import { useHostQuery, useQueries, valueOf } from '../../queries/use-host-query.ts';
import { useClient, useEvents, useStores } from '../../stores/stores-context.tsx';

const ASK_EVERY_MS = 5_000;

/** Chat is kept apart from events by the journal; live it is events as well. */
const isKeptAsEvent = ({ topic }: EventRecord): boolean => keepOf(topic) === 'events';

interface Told {
  readonly total: number;
  readonly oldestAt: number | null;
  /** How many live events had been received when it was asked. */
  readonly received: number;
}

/**
 * How many events there are in all: those in the journal, and those of the live stream that are not in it (yet). Null
 * until the journal answered.
 */
export const useJournalTotal = (
  held: readonly EventRecord[],
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
      queryFn: async ({ signal }): Promise<Told> => {
        const receivedBefore = events.getState().received;
        const { total, oldestAt } = await client.events.query({ limit: 1 }, { signal });
        return { total, oldestAt, received: receivedBefore };
      },
    },
    { onFailure: 'keep', everyMs: ASK_EVERY_MS },
  );
  // While it fails the number from before stands; the list itself says when the journal cannot be read.
  const told = valueOf(answer);
  const journalled = told?.total ?? atStart;
  if (journalled === null) return { total: null, oldestAt: null };
  const since = told ? Math.max(0, received - told.received) : 0;
  const newest = since === 0 ? [] : held.slice(-since);
  const chat = held.reduce((count, event) => count + (isKeptAsEvent(event) ? 0 : 1), 0);
  const unwritten = newest.reduce((count, event) => count + (isKeptAsEvent(event) ? 1 : 0), 0);
  return { total: journalled + chat + unwritten, oldestAt: told?.oldestAt ?? oldestAtStart };
};
