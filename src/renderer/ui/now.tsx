import { createContext, use, useSyncExternalStore, type ReactNode } from 'react';
import type { Clock } from '#shared/kernel/clock.ts';

/** The present time for views, renewed once a second for all of them together. */
export interface Ticker {
  readonly subscribe: (listener: () => void) => () => void;
  readonly read: () => number;
}

/** Ticks only while somebody listens. */
export const createTicker = (clock: Clock, periodMs = 1_000): Ticker => {
  const listeners = new Set<() => void>();
  let now = clock.now();
  let timer: Disposable | undefined;
  const tick = (): void => {
    now = clock.now();
    for (const listener of listeners) listener();
  };
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      if (!timer) {
        now = clock.now();
        timer = clock.setInterval(tick, periodMs);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        timer?.[Symbol.dispose]();
        timer = undefined;
      };
    },
    read: () => now,
  };
};

const TickerContext = createContext<Ticker | null>(null);

export const NowProvider = ({ ticker, children }: { ticker: Ticker; children: ReactNode }) => (
  <TickerContext value={ticker}>{children}</TickerContext>
);

/** The present time in epoch milliseconds; the component renders anew once a second. */
export const useNow = (): number => {
  const ticker = use(TickerContext);
  if (!ticker) throw new Error('This component must be inside a NowProvider.');
  return useSyncExternalStore(ticker.subscribe, ticker.read);
};
