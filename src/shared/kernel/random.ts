/** A source of random numbers. Passed in, so that jitter and scenarios can be repeated from a seed. */
export interface RandomSource {
  /** Returns a number in [0, 1). */
  next(): number;
}

/**
 * Creates a repeatable source (mulberry32): good enough for jitter and scenarios, never for secrets.
 *
 * @example
 * ```ts
 * const [one, same] = [createSeededRandom(7), createSeededRandom(7)];
 * one.next() === same.next(); // => true
 * ```
 */
export const createSeededRandom = (seed: number): RandomSource => {
  let state = seed >>> 0;
  return {
    next: () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = state;
      mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    },
  };
};
