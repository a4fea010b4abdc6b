import { keepPreviousData, useQuery, type QueryFunctionContext, type QueryKey } from '@tanstack/react-query';
import { useMemo } from 'react';
import { describeFailure } from '../client/failure.ts';
import { useConnection, useStores } from '../stores/stores-context.tsx';
import { createQueries, type Queries } from './queries.ts';

/** The query layer of this window. */
export const useQueries = (): Queries => useStores().queries.fill(createQueries);

/** What is read: `api.<procedure>.queryOptions()` of {@link useQueries}, or a key with a function of its own. */
export interface HostQuery<T> {
  readonly queryKey: QueryKey;
  readonly queryFn: (context: QueryFunctionContext) => T | Promise<T>;
}

export interface HostQueryOptions {
  /**
   * The value that stays when a later reading fails. `keep` shows the last good value, with the failure beside it. `hide`
   * shows the failure in its place, for a value that must not be taken for the present one.
   */
  readonly onFailure: 'keep' | 'hide';
  /** Milliseconds between readings while the window is visible. Without it the host is asked once. */
  readonly everyMs?: number;
  /** False while there is nothing to ask. */
  readonly active?: boolean;
  /** Shows the value of the previous key until the one of the new key is there. */
  readonly keepPrevious?: boolean;
  /** Reads anew each time that the view appears: a value from before would be taken for a comparison with now. */
  readonly neverCached?: boolean;
}

/** An answer of the host, as it stands. */
export type HostAnswer<T> =
  | { readonly status: 'loading' }
  | {
      readonly status: 'ready';
      readonly value: T;
      /** The sentence of the last reading when it failed; the value is older then. Always null with `hide`. */
      readonly failure: string | null;
    }
  | { readonly status: 'failed'; readonly message: string };

/** The value of an answer that has one; null while it is read, and where its failure stands in its place. */
export const valueOf = <T>(answer: HostAnswer<T>): T | null =>
  answer.status === 'ready' ? answer.value : null;

/** The sentence of the last reading when it failed, whether a value stays beside it or not. */
export const failureOf = (answer: HostAnswer<unknown>): string | null => {
  if (answer.status === 'failed') return answer.message;
  return answer.status === 'ready' ? answer.failure : null;
};

/**
 * What the cache holds of a query. A failure is a value here: the library forgets an error when it asks again, so a
 * failing poll would show its error and lose it at every turn.
 */
interface Held<T> {
  readonly good: { readonly value: T } | null;
  readonly failure: string | null;
}

const heldOf =
  <T>(query: HostQuery<T>) =>
  async (context: QueryFunctionContext): Promise<Held<T>> => {
    try {
      return { good: { value: await query.queryFn(context) }, failure: null };
    } catch (thrown) {
      // Nobody waits for it any more: it failed because it was cancelled.
      context.signal.throwIfAborted();
      const known = context.client.getQueryData<Held<T>>(context.queryKey);
      return { good: known?.good ?? null, failure: describeFailure(thrown).message };
    }
  };

const answerOf = <T>(held: Held<T> | undefined, onFailure: HostQueryOptions['onFailure']): HostAnswer<T> => {
  if (!held) return { status: 'loading' };
  const { good, failure } = held;
  if (failure !== null && (onFailure === 'hide' || !good)) return { status: 'failed', message: failure };
  return good ? { status: 'ready', value: good.value, failure } : { status: 'loading' };
};

/**
 * Reads from the host, and again every `everyMs`. Views with one key share one value and one request. Without a
 * connection nothing is asked and what is known stays; it is read again when the connection is back. `again` reads at once.
 */
export const useHostQuery = <T>(
  query: HostQuery<T>,
  { onFailure, everyMs, active = true, keepPrevious = false, neverCached = false }: HostQueryOptions,
): { readonly answer: HostAnswer<T>; readonly again: () => void } => {
  const { client } = useQueries();
  const connected = useConnection().phase === 'connected';
  const { data, refetch } = useQuery<Held<T>>(
    {
      queryKey: query.queryKey,
      queryFn: heldOf(query),
      enabled: active && connected,
      ...(everyMs !== undefined && { refetchInterval: everyMs, refetchOnWindowFocus: true }),
      ...(keepPrevious && { placeholderData: keepPreviousData }),
      ...(neverCached && { gcTime: 0 }),
    },
    client,
  );
  const answer = useMemo(() => answerOf(data, onFailure), [data, onFailure]);
  return { answer, again: () => void refetch() };
};
