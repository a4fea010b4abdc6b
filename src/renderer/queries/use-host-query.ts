import { keepPreviousData, useQuery, type QueryFunctionContext, type QueryKey } from '@tanstack/react-query';
import { useMemo } from 'react';
import { describeFailure } from '../client/failure.ts';
import { useConnection, useStores } from '../stores/stores-context.tsx';
import { createQueries, type Queries } from './queries.ts';

/** Returns the query layer of this window. */
export const useQueries = (): Queries => useStores().queries.fill(createQueries);

/** The query: `api.<procedure>.queryOptions()` of {@link useQueries}, or a key with a custom function. */
export interface HostQuery<T> {
  readonly queryKey: QueryKey;
  readonly queryFn: (context: QueryFunctionContext) => T | Promise<T>;
}

export interface HostQueryOptions {
  /**
   * The value after a failed read. `keep` shows the last good value with the failure beside it. `hide` shows
   * only the failure, for a value that must not pass for the present one.
   */
  readonly onFailure: 'keep' | 'hide';
  /** Milliseconds between reads while the window is visible. Without it, one read. */
  readonly everyMs?: number;
  /** False while there is nothing to read. */
  readonly active?: boolean;
  /** True to show the previous key's value until the new one arrives. */
  readonly keepPrevious?: boolean;
  /**
   * True to read again whenever the view appears, when an old value would be mistaken for the present one.
   */
  readonly neverCached?: boolean;
}

/** The current answer of the host. */
export type HostAnswer<T> =
  | { readonly status: 'loading' }
  | {
      readonly status: 'ready';
      readonly value: T;
      /** The reason why the last read failed; the value is older then. Always null with `hide`. */
      readonly failure: string | null;
    }
  | { readonly status: 'failed'; readonly message: string };

/** Returns the value of an answer; null during the first read, and when the failure replaces it. */
export const valueOf = <T>(answer: HostAnswer<T>): T | null =>
  answer.status === 'ready' ? answer.value : null;

/** Returns the reason why the last read failed, with or without a value beside it. */
export const failureOf = (answer: HostAnswer<unknown>): string | null => {
  if (answer.status === 'failed') return answer.message;
  return answer.status === 'ready' ? answer.failure : null;
};

/**
 * The cached result of a query. A failure is a value here: the library forgets an error at each new read, so
 * the error of a failing poll would flicker.
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
      // A cancelled read has no reader.
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
 * Reads from the host, and again every `everyMs`. Views with the same key share one value and one request.
 * Without a connection the last value stays; it is read again after the reconnect. `again` reads immediately.
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
