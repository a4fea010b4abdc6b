/**
 * Milliseconds in a minute, an hour and a day.
 *
 * @example
 * ```ts
 * 2 * dayMs === 48 * hourMs; // => true
 * 90 * minuteMs; // => 5_400_000
 * ```
 */
export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
