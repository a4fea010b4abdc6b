import type { Clock } from '#shared/kernel/index.ts';
import type { TrustedTime } from './trusted-time.ts';

/** How often the journal is told the time; age counts in days. */
const markEveryMs = 3_600_000;

/** The journal, as far as it takes marks of time. */
interface MarkedJournal {
  markTime(at: number, corrected?: boolean): Promise<void>;
}

/**
 * Tells the journal the time while it is sure, so that records go by when they arrived. Once at the start also when it
 * is not: what is held then is at least as old as the latest known instant.
 */
export const markTimes = (time: TrustedTime, journal: MarkedJournal, clock: Clock): Disposable => {
  let marked = time.now() ?? time.passed();
  if (marked !== null) void journal.markTime(marked);
  const mark = (): void => {
    const now = time.now();
    if (now === null) return;
    // The time went back for good: what was marked after it was marked by a wrong clock.
    void journal.markTime(now, marked === null || now < marked);
    marked = now;
  };
  const held = new DisposableStack();
  held.use(clock.setInterval(mark, markEveryMs));
  held.use(time.onChange(mark));
  return held;
};
