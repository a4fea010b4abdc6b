import { useCallback, useEffect, useState } from 'react';
import { describeFailure } from '../client/failure.ts';
import { useStores } from './stores-context.tsx';

/** What was asked of the host, as it stands. */
export type Asked<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly value: T }
  | { readonly status: 'failed'; readonly message: string };

/**
 * Asks the host now and every so often while it is looked at; the last answer stays in sight until there is another one, also when
 * `ask` changes (memoise it). Not asked at all while `active` is false. `tell` takes what the host said in answer to something
 * else, until it is asked again.
 */
export const useAsked = <T>(
  ask: (signal: AbortSignal) => Promise<T>,
  everyMs: number,
  active: boolean,
): { readonly asked: Asked<T>; readonly tell: (next: (known: Asked<T>) => Asked<T>) => void } => {
  const { clock } = useStores();
  const [asked, setAsked] = useState<Asked<T>>({ status: 'loading' });
  useEffect(() => {
    if (!active) return undefined;
    const asking = new AbortController();
    const askOnce = async (): Promise<void> => {
      let answer: Asked<T>;
      try {
        answer = { status: 'ready', value: await ask(asking.signal) };
      } catch (thrown) {
        answer = { status: 'failed', message: describeFailure(thrown).message };
      }
      if (!asking.signal.aborted) setAsked(answer);
    };
    void askOnce();
    const timer = clock.setInterval(() => void askOnce(), everyMs);
    return () => {
      asking.abort();
      timer[Symbol.dispose]();
    };
  }, [active, ask, clock, everyMs]);
  const tell = useCallback((next: (known: Asked<T>) => Asked<T>) => setAsked(next), []);
  return { asked, tell };
};
