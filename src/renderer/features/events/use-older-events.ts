import { useMemo } from 'react';
import type { EventRecord } from '#shared/model/index.ts';
import { type ShownEvents, toJournalFilter } from '../../model/event-filter.ts';
import { type HostPages, useGeneration, useHostPages } from '../../queries/use-host-pages.ts';
import { useQueries } from '../../queries/use-host-query.ts';

const PAGE = 200;
/** Most older events of one view. A narrower filter shows further back. */
export const OLDER_HELD = 20_000;

export interface OlderEvents {
  /** Oldest first. */
  readonly events: readonly EventRecord[];
  readonly phase: HostPages<unknown>['phase'] | 'full';
  readonly failure: string | null;
  /** Share of the journal that a text search covers, 0 to 1: below 1 while older events are being indexed. */
  readonly indexed: number;
  /** Grows whenever older events are dropped. A list uses it as its key and starts over. */
  readonly generation: number;
  readonly loadMore: () => void;
}

const isFull = (pages: readonly { readonly events: readonly EventRecord[] }[]): boolean =>
  pages.reduce((count, { events }) => count + events.length, 0) >= OLDER_HELD;

/**
 * Loads events from before the live ones, page by page. Loads them again each time the page opens, because a
 * restore may have added events. `base` is the oldest live event: when it or the filter changes, the loaded
 * pages no longer join and are dropped.
 */
export const useOlderEvents = (shown: ShownEvents, base: EventRecord | null): OlderEvents => {
  const { api } = useQueries();
  const filter = useMemo(() => toJournalFilter(shown), [shown]);
  // The journal is read from before the live events, or from the end of the filter's time if that is earlier.
  const start = shown.to !== null && (base === null || shown.to <= base.at) ? shown.to : (base?.id ?? null);
  const query = api.events.query.infiniteOptions({
    input: (before: string | number | null) => ({
      ...filter,
      limit: PAGE,
      ...(before !== null && { before }),
    }),
    initialPageParam: start,
    getNextPageParam: ({ next }, all) => (isFull(all) ? null : next),
  });
  const { pages, phase, failure, readMore } = useHostPages(query, { neverCached: true });
  const events = useMemo(() => pages.flatMap((page) => page.events).toReversed(), [pages]);
  const generation = useGeneration(JSON.stringify(query.queryKey), events.length);
  const full = phase === 'end' && pages.at(-1)?.next !== null;
  const indexed = pages.at(-1)?.indexed ?? 1;
  return { events, phase: full ? 'full' : phase, failure, indexed, generation, loadMore: readMore };
};
