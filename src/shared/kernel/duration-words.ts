/**
 * The precision of a formatted duration: down to milliseconds or seconds while it is short (`exact`), down to
 * minutes (`minutes`), or only its largest unit (`short`).
 */
export type DurationDetail = 'exact' | 'minutes' | 'short';

/**
 * Formats a duration in its two largest units. Fractions of the smallest unit are cut, never rounded up.
 *
 * @example
 * ```ts
 * [340, 12_400, 200_000, 6_120_000].map((ms) => durationInWords(ms));
 * // => ['340 ms', '12 s', '3 min 20 s', '1 h 42 min']
 * [340, 200_000, 6_120_000].map((ms) => durationInWords(ms, 'minutes')); // => ['0 s', '3 min', '1 h 42 min']
 * [340, 200_000, 6_120_000].map((ms) => durationInWords(ms, 'short')); // => ['0 s', '3 min', '1 h']
 * ```
 */
export const durationInWords = (ms: number, detail: DurationDetail = 'exact'): string => {
  if (ms < 1_000 && detail === 'exact') return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const both = (large: number, unit: string, small: number, smaller: string): string =>
    small === 0 || detail === 'short' ? `${large} ${unit}` : `${large} ${unit} ${small} ${smaller}`;
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return both(minutes, 'min', minutes < 10 && detail === 'exact' ? seconds % 60 : 0, 's');
  const hours = Math.floor(minutes / 60);
  if (detail === 'minutes') return `${hours} h ${minutes % 60} min`;
  return hours < 24
    ? both(hours, 'h', minutes % 60, 'min')
    : both(Math.floor(hours / 24), 'd', hours % 24, 'h');
};
