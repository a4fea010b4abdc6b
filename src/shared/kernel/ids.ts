import type { Clock } from './clock.ts';
import type { RandomSource } from './random.ts';

/** A source of ids. Passed in, so that tests know the ids of a run. */
export interface IdSource {
  /**
   * Returns a new id, unique within and across runs. Later ids sort after earlier ones. Callers that have
   * just read the wall clock pass the time to avoid reading it again.
   */
  next(now?: number): string;
}

/**
 * Creates ids `PREFIX-000001`, `PREFIX-000002` …, for tests.
 *
 * @example
 * ```ts
 * const ids = createCountingIds('run');
 * [ids.next(), ids.next()]; // => ['run-000001', 'run-000002']
 * ```
 */
export const createCountingIds = (prefix = 'id'): IdSource => {
  let count = 0;
  return { next: () => `${prefix}-${String(++count).padStart(6, '0')}` };
};

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const idsPerMillisecond = 32 ** 4;

/** All pairs of characters, so that a counter is formatted with two look-ups. */
const pairs = Array.from(
  { length: 1_024 },
  (_, value) => alphabet.charAt(value >> 5) + alphabet.charAt(value & 31),
);

const encode = (value: number, length: number): string => {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 32))
    text = alphabet.charAt(rest % 32) + text;
  return text;
};

/**
 * Creates ids of 24 lower-case characters: 10 for the time, 4 for a counter within the millisecond, 10 that
 * distinguish this source from all others. They sort by creation time, also when wall time jumps back.
 *
 * @example
 * ```ts
 * const clock = createFakeClock();
 * const ids = createIds(clock, createSeededRandom(1));
 * const first = ids.next();
 * clock.jumpWall(-60_000);
 * ids.next() > first; // => true
 * first.length; // => 24
 * ```
 */
export const createIds = (clock: Pick<Clock, 'now'>, random: RandomSource): IdSource => {
  const origin =
    encode(Math.floor(random.next() * 32 ** 5), 5) + encode(Math.floor(random.next() * 32 ** 5), 5);
  let time = -1;
  let prefix = '';
  let count = 0;
  const moveTo = (instant: number): void => {
    time = instant;
    prefix = encode(time, 10);
    count = 0;
  };
  return {
    next: (now = clock.now()) => {
      if (now > time) moveTo(now);
      else if (count === idsPerMillisecond) moveTo(time + 1);
      const counter = `${pairs[count >> 10]}${pairs[count & 1_023]}`;
      count++;
      return prefix + counter + origin;
    },
  };
};
