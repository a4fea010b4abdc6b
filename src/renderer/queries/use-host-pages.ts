import { useInfiniteQuery, type QueryFunctionContext, type QueryKey } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { describeFailure } from '../client/failure.ts';
import { useConnection } from '../stores/stores-context.tsx';
import { useQueries } from './use-host-query.ts';

/** A list that is read page by page. A page param is the place where a page begins. */
export interface HostPagesQuery<Page, Param> {
  readonly queryKey: QueryKey;
  readonly queryFn: (context: QueryFunctionContext<QueryKey, Param>) => Page | Promise<Page>;
  readonly initialPageParam: Param;
  /** The place of the page after the last one; null at the end. */
  readonly getNextPageParam: (last: Page, all: Page[], lastParam: Param) => Param | null;
}

export interface HostPages<Page> {
  /** In the order in which they were read. */
  readonly pages: readonly Page[];
  readonly phase: 'idle' | 'loading' | 'failed' | 'end';
  /** The sentence of the last reading when it failed. */
  readonly failure: string | null;
  /** Reads the next page, the first one at first. Does nothing while a page is read and at the end. */
  readonly readMore: () => void;
}

const NO_PAGES: readonly never[] = [];

export interface HostPagesOptions {
  /** Reads the first page without being asked. */
  readonly atOnce?: boolean;
  /** Reads anew each time that the view appears: the first page is of the present. */
  readonly neverCached?: boolean;
}

/**
 * Reads a list of the host page by page, each when `readMore` is called. Another key is another list. Pages that were read
 * stay as they are, because what they hold is of the past.
 */
export const useHostPages = <Page, Param>(
  query: HostPagesQuery<Page, Param>,
  { atOnce = false, neverCached = false }: HostPagesOptions = {},
): HostPages<Page> => {
  const { client } = useQueries();
  const connected = useConnection().phase === 'connected';
  const { data, error, isFetching, hasNextPage, fetchNextPage } = useInfiniteQuery(
    {
      ...query,
      enabled: atOnce && connected,
      staleTime: Infinity,
      ...(neverCached && { gcTime: 0 }),
    },
    client,
  );
  const atEnd = data !== undefined && !hasNextPage;
  const readMore = useCallback(() => {
    if (!isFetching && !atEnd) void fetchNextPage();
  }, [isFetching, atEnd, fetchNextPage]);
  const settled = error ? 'failed' : atEnd ? 'end' : 'idle';
  return {
    pages: data?.pages ?? NO_PAGES,
    phase: isFetching ? 'loading' : settled,
    failure: error && !isFetching ? describeFailure(error).message : null,
    readMore,
  };
};

/** Counts how often rows that were shown were let go, so that a list can be drawn anew from its end. */
export const useGeneration = (key: string, size: number): number => {
  const [known, setKnown] = useState({ key, size, generation: 0 });
  if (known.key !== key || known.size !== size) {
    const lost = known.size > 0 && (known.key !== key || size < known.size);
    setKnown({ key, size, generation: known.generation + (lost ? 1 : 0) });
  }
  return known.generation;
};
