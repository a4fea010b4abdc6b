import { useInfiniteQuery, type QueryFunctionContext, type QueryKey } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { describeFailure } from '../client/failure.ts';
import { useConnection } from '../stores/stores-context.tsx';
import { useQueries } from './use-host-query.ts';

/** A list that is read page by page. A page param is the start of a page. */
export interface HostPagesQuery<Page, Param> {
  readonly queryKey: QueryKey;
  readonly queryFn: (context: QueryFunctionContext<QueryKey, Param>) => Page | Promise<Page>;
  readonly initialPageParam: Param;
  /** The start of the page after the last one; null at the end. */
  readonly getNextPageParam: (last: Page, all: Page[], lastParam: Param) => Param | null;
}

export interface HostPages<Page> {
  /** All rows, in reading order. */
  readonly pages: readonly Page[];
  readonly phase: 'idle' | 'loading' | 'failed' | 'end';
  /** The reason why the last read failed. */
  readonly failure: string | null;
  /** Reads the next page, or the first one. Does nothing during a read and at the end. */
  readonly readMore: () => void;
}

const NO_PAGES: readonly never[] = [];

export interface HostPagesOptions {
  /** True to read the first page immediately. */
  readonly atOnce?: boolean;
  /** True to read again whenever the view appears: the first page is about the present. */
  readonly neverCached?: boolean;
}

/**
 * Reads a list of the host page by page, one per call of `readMore`. Another key is another list. Earlier
 * pages stay as they are, because they are about the past.
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

/** Counts how often shown rows were dropped, so that a list can start again at its end. */
export const useGeneration = (key: string, size: number): number => {
  const [known, setKnown] = useState({ key, size, generation: 0 });
  if (known.key !== key || known.size !== size) {
    const lost = known.size > 0 && (known.key !== key || size < known.size);
    setKnown({ key, size, generation: known.generation + (lost ? 1 : 0) });
  }
  return known.generation;
};
