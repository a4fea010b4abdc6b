import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { describeFailure } from '../client/failure.ts';
import { useStores } from './stores-context.tsx';

/** What was read of the host; the last good value stays while the next reading fails. */
export interface Reading<T> {
  readonly value: T | null;
  /** Why the last reading failed, in a sentence; null when it did not. */
  readonly failure: string | null;
}

/**
 * Reads from the host now and every so often while `active`; what was read last stays in sight until there is something newer,
 * also when `read` changes (memoise it). `again` reads at once; `tell` takes what the host said in answer to something else.
 */
export const useReading = <T>(
  read: (signal: AbortSignal) => Promise<T>,
  everyMs: number,
  active: boolean,
): {
  readonly reading: Reading<T>;
  readonly again: () => void;
  readonly tell: (next: (known: T | null) => T | null) => void;
} => {
  const { clock } = useStores();
  const [reading, setReading] = useState<Reading<T>>({ value: null, failure: null });
  const readNow = useRef<() => void>(() => undefined);
  useEffect(() => {
    if (!active) return undefined;
    const asking = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const value = await read(asking.signal);
        if (!asking.signal.aborted) setReading({ value, failure: null });
      } catch (thrown) {
        const failure = describeFailure(thrown).message;
        if (!asking.signal.aborted) setReading(({ value }) => ({ value, failure }));
      }
    };
    readNow.current = () => void ask();
    void ask();
    const timer = clock.setInterval(() => void ask(), everyMs);
    return () => {
      readNow.current = () => undefined;
      asking.abort();
      timer[Symbol.dispose]();
    };
  }, [active, clock, everyMs, read]);
  const again = useCallback(() => readNow.current(), []);
  const tell = useCallback(
    (next: (known: T | null) => T | null) =>
      setReading(({ value, failure }) => {
        const told = next(value);
        return { value: told, failure: told === null ? failure : null };
      }),
    [],
  );
  return { reading, again, tell };
};

/** What was asked of the host, as it stands. */
export type Asked<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly value: T }
  | { readonly status: 'failed'; readonly message: string };

const askedOf = <T>({ value, failure }: Reading<T>): Asked<T> => {
  if (failure !== null) return { status: 'failed', message: failure };
  return value === null ? { status: 'loading' } : { status: 'ready', value };
};

/** Like {@link useReading}, for what is not to be shown any more once it cannot be read. */
export const useAsked = <T>(
  ask: (signal: AbortSignal) => Promise<T>,
  everyMs: number,
  active: boolean,
): {
  readonly asked: Asked<T>;
  readonly tell: (next: (known: T | null) => T | null) => void;
} => {
  const { reading, tell } = useReading(ask, everyMs, active);
  return { asked: useMemo(() => askedOf(reading), [reading]), tell };
};
