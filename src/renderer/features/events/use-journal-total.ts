import { useEffect, useState } from 'react';
import type { EventRecord } from '#shared/model/index.ts';
import { useClient, useEvents, useStores } from '../../stores/stores-context.tsx';

const ASK_EVERY_MS = 5_000;

/** Kept apart from events by the journal; live they are events as well. */
const KEPT_AS_CHAT = 'chat.message';

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
  const { clock, events } = useStores();
  const atStart = useEvents((state) => state.journalTotal);
  const oldestAtStart = useEvents((state) => state.oldestAt);
  const received = useEvents((state) => state.received);
  const [told, setTold] = useState<Told | null>(null);
  useEffect(() => {
    const asking = new AbortController();
    const ask = async (): Promise<void> => {
      const receivedBefore = events.getState().received;
      try {
        const { total, oldestAt } = await client.events.query({ limit: 1 }, { signal: asking.signal });
        if (!asking.signal.aborted) setTold({ total, oldestAt, received: receivedBefore });
      } catch {
        // The number from before stands; the list itself says when the journal cannot be read.
      }
    };
    void ask();
    const timer = clock.setInterval(() => void ask(), ASK_EVERY_MS);
    return () => {
      asking.abort();
      timer[Symbol.dispose]();
    };
  }, [client, clock, events]);
  const journalled = told?.total ?? atStart;
  if (journalled === null) return { total: null, oldestAt: null };
  const since = told ? Math.max(0, received - told.received) : 0;
  const newest = since === 0 ? [] : held.slice(-since);
  const chat = held.reduce((count, event) => count + (event.topic === KEPT_AS_CHAT ? 1 : 0), 0);
  const unwritten = newest.reduce((count, event) => count + (event.topic === KEPT_AS_CHAT ? 0 : 1), 0);
  return { total: journalled + chat + unwritten, oldestAt: told?.oldestAt ?? oldestAtStart };
};
