import { useCallback, useEffect, useRef, useState } from 'react';
import { describeFailure } from '../../client/failure.ts';
import { useStores } from '../../stores/stores-context.tsx';

const ASK_EVERY_MS = 5_000;

/** What was read; the last good reading stays while the next one fails. */
export interface Reading<T> {
  readonly value: T | null;
  readonly failure: string | null;
}

/** Reads something now and every few seconds while it may be asked for; `again` reads it at once. */
export const useReading = <T>(
  read: (signal: AbortSignal) => Promise<T>,
  mayAsk: boolean,
): { readonly reading: Reading<T>; readonly again: () => void } => {
  const { clock } = useStores();
  const [reading, setReading] = useState<Reading<T>>({ value: null, failure: null });
  const askNow = useRef<() => void>(() => undefined);
  useEffect(() => {
    if (!mayAsk) return undefined;
    const asking = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const value = await read(asking.signal);
        if (!asking.signal.aborted) setReading({ value, failure: null });
      } catch (thrown) {
        if (!asking.signal.aborted)
          setReading((before) => ({ ...before, failure: describeFailure(thrown).message }));
      }
    };
    askNow.current = () => void ask();
    void ask();
    const timer = clock.setInterval(() => void ask(), ASK_EVERY_MS);
    return () => {
      askNow.current = () => undefined;
      asking.abort();
      timer[Symbol.dispose]();
    };
  }, [clock, read, mayAsk]);
  return { reading, again: useCallback(() => askNow.current(), []) };
};
