import { dayMs } from '#shared/kernel/index.ts';
import type { ClockVerdict } from './clock-trust.ts';

type Doubtful = Extract<ClockVerdict, { trust: 'doubtful' }>;

/** Formats a duration as `4 h`, `31 days` or `50 years`. */
export const spanInWords = (ms: number): string => {
  if (ms < dayMs) return `${Math.max(1, Math.round(ms / 3_600_000))} h`;
  const days = Math.round(ms / dayMs);
  if (days < 2) return '1 day';
  return days < 730 ? `${days} days` : `${Math.round(days / 365.25)} years`;
};

/** Formats an instant as `22 November 2026, 20:15 UTC`. */
export const instantInWords = (at: number): string =>
  Number.isFinite(at) && Math.abs(at) <= 8_640_000_000_000_000
    ? `${new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
        .format(at)
        .replace(' at ', ', ')} UTC`
    : 'an unknown date';

const reasonInWords = ({ witness, byMs, direction, knownAt }: Doubtful): string => {
  if (witness !== null) return `${witness} reports that it is ${spanInWords(byMs)} ${direction}`;
  return knownAt === null
    ? 'this date is impossible'
    : `the newest record is from ${instantInWords(knownAt)}`;
};

/** Describes the state of the clock, with the remedy. */
export const describeClock = (verdict: ClockVerdict, wall: number): string => {
  if (verdict.trust === 'trusted') return 'The clock of this PC agrees with the known time.';
  if (verdict.trust === 'unconfirmed')
    return 'No other clock has confirmed the time of this PC for a long time. Nothing is deleted by age until Twitch or Discord answers, or you confirm that the clock is right.';
  const end =
    verdict.doubt === 'jumped'
      ? 'Twitch or Discord agrees with the clock, or you confirm that it is right.'
      : 'the clock is right.';
  return `This PC's clock shows ${instantInWords(wall)}, but ${reasonInWords(verdict)}. Check the date and time of this PC. Nothing is deleted by age until ${end}`;
};

/** Describes a jump of the clock: direction, size and start. */
export const describeJump = ({ direction, byMs, knownAt, witness }: Doubtful, wall: number): string => {
  const since = knownAt === null ? '' : ` since ${instantInWords(knownAt)}`;
  const source = witness === null ? '' : ` according to ${witness}`;
  return `This PC's clock is ${spanInWords(byMs)} ${direction === 'ahead' ? 'ahead of' : 'behind'} the known time${since}${source}: it shows ${instantInWords(wall)}. Nothing is deleted by age until the time is certain.`;
};
