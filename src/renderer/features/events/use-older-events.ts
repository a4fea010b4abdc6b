import { useMemo } from 'react';
import type { EventRecord } from '#shared/model/index.ts';
import { type ShownEvents, toJournalFilter } from '../../model/event-filter.ts';
import { type HostPages, useGeneration, useHostPages } from '../../queries/use-host-pages.ts';
import { useQueries } from '../../queries/use-host-query.ts';

const PAGE = 200;
/** Older events that one view holds at most; a narrower filter shows further back. */
export const OLDER_HELD = 20_000;

export interface OlderEvents {
  /** Oldest first. */
  readonly events: readonly EventRecord[];
  readonly phase: HostPages<unknown>['phase'] | 'full';
  readonly failure: string | null;
  /** The share of what is kept that a search by words covers: below 1 while older events are being indexed. */
  readonly indexed: number;
  /** Counts up whenever older events were let go, so that a list can begin anew. */
  readonly generation: number;
  readonly loadMore: () => void;
}

const isFull = (pages: readonly { readonly events: readonly EventRecord[] }[]): boolean =>
  pages.reduce((count, { events }) => count + events.length, 0) >= OLDER_HELD;

/**
 * Reads the journal from before the live events of this window, page by page, anew each time that the page is opened: a restore adds
 * to what was before. `base` is the oldest live event; when it changes, or the filter does, the pages that were read no longer fit in
 * front and are read again on demand.
 */
export const useOlderEvents = (shown: ShownEvents, base: EventRecord | null): OlderEvents => {
  const { api } = useQueries();
  const filter = useMemo(() => toJournalFilter(shown), [shown]);
  // Where the journal's part begins: before the live events, or earlier when later ones are not wanted.
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
