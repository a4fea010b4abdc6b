import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { EventRecord } from '#shared/model/index.ts';
import { describeFailure } from '../../client/failure.ts';
import { toJournalFilter, type ShownEvents } from '../../data/event-filter.ts';
import { useClient } from '../../stores/stores-context.tsx';

const PAGE = 200;
/** How many older events one view holds; who wants more narrows the filter. */
export const OLDER_HELD = 20_000;

interface Older {
  /** Which filter and which live events these belong in front of. */
  readonly key: string;
  /** Oldest first. */
  readonly events: readonly EventRecord[];
  readonly phase: 'idle' | 'loading' | 'failed' | 'end' | 'full';
  readonly failure: string | null;
  /** The share of what is kept that a search by words covers: below 1 while older events are being indexed. */
  readonly indexed: number;
  /** Where the next page begins. */
  readonly next: string | null;
  /** Counts up whenever older events were let go, so that a list can begin anew. */
  readonly generation: number;
}

export interface OlderEvents extends Omit<Older, 'key' | 'next'> {
  readonly loadMore: () => void;
}

const nothing = (key: string, generation: number): Older => ({
  key,
  events: [],
  phase: 'idle',
  failure: null,
  indexed: 1,
  next: null,
  generation,
});

/** What was read stands for as long as it fits in front of what follows it; else it is let go. */
const standing = (stored: Older, key: string): Older =>
  stored.key === key ? stored : nothing(key, stored.generation + (stored.events.length > 0 ? 1 : 0));

/**
 * What the journal holds from before the live events of this window, page by page. `base` is the oldest live event;
 * when it changes, or the filter does, what was read no longer fits in front and is read again on demand.
 */
export const useOlderEvents = (shown: ShownEvents, base: EventRecord | null): OlderEvents => {
  const client = useClient();
  const filter = useMemo(() => toJournalFilter(shown), [shown]);
  // Where the journal's part begins: before the live events, or earlier when later ones are not wanted.
  const start = shown.to !== null && (base === null || shown.to <= base.at) ? shown.to : (base?.id ?? null);
  const key = `${JSON.stringify(filter)} ${start ?? ''}`;
  const [stored, setStored] = useState<Older>(() => nothing(key, 0));
  const older = useMemo(() => standing(stored, key), [stored, key]);
  const reading = useRef<AbortController | null>(null);
  useEffect(() => () => reading.current?.abort(), []);

  const loadMore = useCallback(() => {
    if (older.phase === 'loading' || older.phase === 'end' || older.phase === 'full') return;
    reading.current?.abort();
    const { signal } = (reading.current = new AbortController());
    const settle = (change: Partial<Older>): void => {
      if (!signal.aborted) setStored({ ...older, failure: null, ...change });
    };
    const before = older.next ?? start;
    const read = async (): Promise<void> => {
      try {
        const page = await client.events.query(
          { ...filter, limit: PAGE, ...(before === null ? {} : { before }) },
          { signal },
        );
        const events = [...page.events.toReversed(), ...older.events];
        const more = events.length >= OLDER_HELD ? 'full' : 'idle';
        settle({ events, next: page.next, indexed: page.indexed, phase: page.next === null ? 'end' : more });
      } catch (thrown) {
        settle({ phase: 'failed', failure: describeFailure(thrown).message });
      }
    };
    settle({ phase: 'loading' });
    void read();
  }, [client, filter, start, older]);

  const { events, phase, failure, indexed, generation } = older;
  return { events, phase, failure, indexed, generation, loadMore };
};
