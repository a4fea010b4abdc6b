import { createContext, use, useSyncExternalStore, type ReactNode } from 'react';
import type { Clock } from '#shared/kernel/clock.ts';
import { Emitter } from '#shared/kernel/emitter.ts';

/** The present time for views, updated once a second for all of them. */
export interface Ticker {
  readonly subscribe: (listener: () => void) => () => void;
  readonly read: () => number;
}

/** Creates a ticker that runs only while it has listeners. */
export const createTicker = (clock: Clock, periodMs = 1_000): Ticker => {
  const listeners = new Emitter();
  let now = clock.now();
  let timer: Disposable | undefined;
  const tick = (): void => {
    now = clock.now();
    listeners.emit();
  };
  return {
    subscribe: (listener) => {
      const listening = listeners.on(listener);
      if (!timer) {
        now = clock.now();
        timer = clock.setInterval(tick, periodMs);
      }
      return () => {
        listening[Symbol.dispose]();
        if (listeners.listenerCount > 0) return;
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

/** Returns the present time in epoch milliseconds; the component renders again once a second. */
export const useNow = (): number => {
  const ticker = use(TickerContext);
  if (!ticker) throw new Error('This component must be inside a NowProvider.');
  return useSyncExternalStore(ticker.subscribe, ticker.read);
};
