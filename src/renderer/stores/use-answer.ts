import { useCallback, useEffect, useRef, useState } from 'react';
import { describeFailure } from '../client/failure.ts';

export type Answer<T> =
  | { readonly status: 'asking' }
  | { readonly status: 'ready'; readonly value: T }
  | { readonly status: 'failed'; readonly message: string };

const ASKING = { status: 'asking' } as const;

/** Asks the host when shown and when `ask` changes (memoise it); `again` asks once more and keeps what is shown. */
export const useAnswer = <T>(
  ask: (signal: AbortSignal) => Promise<T>,
): { readonly answer: Answer<T>; readonly again: () => void } => {
  const [state, setState] = useState<{ readonly of: unknown; readonly answer: Answer<T> }>({
    of: ask,
    answer: ASKING,
  });
  const running = useRef<AbortController | null>(null);
  const again = useCallback(() => {
    running.current?.abort();
    const asking = (running.current = new AbortController());
    const run = async (): Promise<void> => {
      let answer: Answer<T>;
      try {
        answer = { status: 'ready', value: await ask(asking.signal) };
      } catch (thrown) {
        answer = { status: 'failed', message: describeFailure(thrown).message };
      }
      if (!asking.signal.aborted) setState({ of: ask, answer });
    };
    void run();
  }, [ask]);
  useEffect(() => {
    again();
    return () => running.current?.abort();
  }, [again]);
  return { answer: state.of === ask ? state.answer : ASKING, again };
};
