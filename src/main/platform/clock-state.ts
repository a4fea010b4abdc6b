import type { Clock } from '#shared/kernel/index.ts';
import type { ClockState } from '#shared/model/index.ts';
import { describeClock } from './clock-words.ts';
import type { TrustedTime } from './trusted-time.ts';

/** Reads the trust in this PC's clock in the form that people see. */
export const readClockState = (time: TrustedTime, clock: Clock): ClockState => {
  const { verdict } = time;
  return {
    trust: verdict.trust,
    now: clock.now(),
    knownAt: time.latestKnown(),
    doubt: verdict.trust === 'doubtful' ? { direction: verdict.direction, byMs: verdict.byMs } : null,
    message: describeClock(verdict, clock.now()),
  };
};
