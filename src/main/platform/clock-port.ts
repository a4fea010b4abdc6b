import { ok, type Clock, type Fault, type Result } from '#shared/kernel/index.ts';
import { describeClock } from './clock-words.ts';
import type { TrustedTime } from './trusted-time.ts';

interface ClockState {
  readonly trust: 'trusted' | 'unconfirmed' | 'doubtful';
  readonly now: number;
  readonly knownAt: number | null;
  readonly doubt: { readonly direction: 'ahead' | 'behind'; readonly byMs: number } | null;
  readonly message: string;
}

/** The clock as the contract offers it. `tell` hears of a confirmation by a person. */
export const createClockPort = (
  time: TrustedTime,
  clock: Clock,
  tell: (message: string) => void,
): { state(): ClockState; confirm(): Result<void, Fault> } => ({
  state: () => {
    const { verdict } = time;
    return {
      trust: verdict.trust,
      now: clock.now(),
      knownAt: time.passed(),
      doubt: verdict.trust === 'doubtful' ? { direction: verdict.direction, byMs: verdict.byMs } : null,
      message: describeClock(verdict, clock.now()),
    };
  },
  confirm: () => {
    const confirmed = time.confirm();
    if (!confirmed.ok) return confirmed;
    tell('A person confirmed that the clock of this PC is right.');
    return ok(undefined);
  },
});
