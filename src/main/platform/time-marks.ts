import type { Clock } from '#shared/kernel/index.ts';
import type { TrustedTime } from './trusted-time.ts';

/** Milliseconds between two time marks; ages are counted in days. */
const markEveryMs = 3_600_000;

/** The part of the journal that records time marks. */
interface MarkedJournal {
  markTime(at: number, corrected?: boolean): Promise<void>;
}

/**
 * Marks the time in the journal while the clock is trusted, so that records expire by their arrival. Also
 * marks the start when the clock is in doubt: existing records are at least as old as the latest known
 * instant.
 */
export const markTimes = (time: TrustedTime, journal: MarkedJournal, clock: Clock): Disposable => {
  let marked = time.now() ?? time.latestKnown();
  if (marked !== null) void journal.markTime(marked);
  const mark = (): void => {
    const now = time.now();
    if (now === null) return;
    // The time went back for good: later marks came from a wrong clock.
    void journal.markTime(now, marked === null || now < marked);
    marked = now;
  };
  const resources = new DisposableStack();
  resources.use(clock.setInterval(mark, markEveryMs));
  resources.use(time.onChange(mark));
  return resources;
};
