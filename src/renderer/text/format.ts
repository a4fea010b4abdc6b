import { durationInWords } from '#shared/kernel/duration-words.ts';

/** Formats of numbers, times and spans, so that the same thing reads the same everywhere. */

const integer = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** The mark for an unknown value. */
export const UNKNOWN = '–';

export const formatCount = (value: number | null): string =>
  value === null ? UNKNOWN : integer.format(value);

/** `1 component`, `3 components`. */
export const countOf = (count: number, singular: string, plural = `${singular}s`): string =>
  `${integer.format(count)} ${count === 1 ? singular : plural}`;

/** Returns a measured number with at most one decimal under 100 and none above. */
export const formatNumber = (value: number | null): string => {
  if (value === null || !Number.isFinite(value)) return UNKNOWN;
  return Math.abs(value) < 100 && !Number.isInteger(value) ? value.toFixed(1) : integer.format(value);
};

const spelledRates: Readonly<Record<string, string>> = { 'per minute': '/min', 'per second': '/s' };

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/**
 * Returns a size in the largest unit that leaves a whole: `812 B`, `4.1 kB`, `2.3 GB`. A kilobyte is 1,000
 * bytes.
 */
export const formatBytes = (bytes: number): string => {
  const power = Math.min(byteUnits.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${formatNumber(bytes / 1_000 ** power)} ${byteUnits[power] ?? 'B'}`;
};

/** Returns a unit in one spelling: `1/min` and `per minute` are `/min`. */
export const unitWords = (unit: string): string => spelledRates[unit] ?? unit.replace(/^1(?=\/)/, '');

/** `41 ms`, `0.1 %`, `1 outage`, `2 outages`; a rate's unit, `1/min` or `per minute`, reads `38/min`. */
export const formatWithUnit = (value: number | null, unit: string): string => {
  if (value === null) return UNKNOWN;
  const words = value === 1 && /^[a-z]{3,}s$/.test(unit) ? unit.slice(0, -1) : unitWords(unit);
  return words === '' || words.startsWith('/')
    ? `${formatNumber(value)}${words}`
    : `${formatNumber(value)} ${words}`;
};

/** Returns a span in its two largest units: `340 ms`, `12 s`, `3 min 20 s`, `1 h 42 min`, `2 d 3 h`. */
export const formatSpan = (ms: number): string => durationInWords(ms);

/** Returns a span in its largest unit, for narrow places: `12 s`, `3 min`, `2 h`, `4 d`. */
export const formatShortSpan = (ms: number): string => durationInWords(ms, 'short');

/** `12 s ago`, `in 3 s`, `now`. */
export const formatRelative = (at: number, now: number): string => {
  const difference = now - at;
  if (Math.abs(difference) < 1_000) return 'now';
  return difference > 0 ? `${formatShortSpan(difference)} ago` : `in ${formatShortSpan(-difference)}`;
};

/** Hours, minutes and seconds as on a show clock: `01:42:10`. */
export const formatShowClock = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
};

const clockTime = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const shortTime = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const exactTime = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  timeZoneName: 'short',
});

/** Local time of day with milliseconds: `14:02:31.045`. */
export const formatTimeOfDay = (at: number): string =>
  `${clockTime.format(at)}.${String(Math.floor(at) % 1_000).padStart(3, '0')}`;

/** Local hours and minutes: `14:02`. */
export const formatHourMinute = (at: number): string => shortTime.format(at);

const dayTime = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/**
 * Returns a local instant for a step of this length: `14:02`, or `Sun, 22 Nov, 14:00` from a quarter of an
 * hour on.
 */
export const formatMoment = (at: number, stepMs: number): string =>
  (stepMs < 900_000 ? shortTime : dayTime).format(at);

const dayOnly = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** Returns the label of an axis tick for a step of this length: `14:02`, or `22 Nov` from a day on. */
export const formatTick = (at: number, stepMs: number): string =>
  (stepMs < 86_400_000 ? shortTime : dayOnly).format(at);

const dateTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

/** Returns a local day with its time: `22 Nov 2026, 14:02`. */
export const formatDateTime = (at: number): string => dateTime.format(at);

/** Returns the exact local instant with date and zone, for tooltips. */
export const formatExact = (at: number): string => exactTime.format(at);
