import { healthLevels, type HealthLevel } from '#shared/model/index.ts';
import type { StripCell } from './health-strip.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The time spans of the Health page, and their numbers of cells. */
export const historySpans = {
  hour: { words: 'Last hour', label: 'Hour', ms: HOUR_MS, cells: 60 },
  day: { words: 'Last day', label: 'Day', ms: DAY_MS, cells: 48 },
  week: { words: 'Last week', label: 'Week', ms: 7 * DAY_MS, cells: 56 },
  month: { words: 'Last 30 days', label: 'Month', ms: 30 * DAY_MS, cells: 60 },
} as const;
export type HistorySpanId = keyof typeof historySpans;

export const spanIds = ['hour', 'day', 'week', 'month'] as const satisfies readonly HistorySpanId[];

/** Returns the span from the page's parameters, one hour by default. */
export const readSpan = (params: Readonly<Record<string, string>>): HistorySpanId =>
  spanIds.find((id) => id === params['span']) ?? 'hour';

/** Returns the past moment from the page's parameters, epoch milliseconds; null for the present. */
export const readMoment = (params: Readonly<Record<string, string>>): number | null => {
  const at = Number(params['at'] ?? Number.NaN);
  return Number.isSafeInteger(at) && at > 0 ? at : null;
};

/** Converts levels into equal cells of a strip, from an instant on. */
export const toCells = (
  levels: readonly (HealthLevel | null)[],
  from: number,
  cellMs: number,
): readonly StripCell[] =>
  levels.map((level, index) => ({ from: from + index * cellMs, to: from + (index + 1) * cellMs, level }));

/** Returns the instant at a share of a span, rounded to whole seconds so that it can be spoken. */
export const instantAt = (from: number, before: number, share: number): number =>
  Math.round((from + Math.min(1, Math.max(0, share)) * (before - from)) / 1_000) * 1_000;

/** Returns cells without data. */
export const unseenCells = (span: HistorySpanId, now: number): readonly StripCell[] => {
  const { ms, cells } = historySpans[span];
  return toCells(
    Array.from({ length: cells }, () => null),
    now - ms,
    ms / cells,
  );
};

/**
 * Returns the cells with the present level in the last one, because the stored levels are some seconds old.
 */
export const withPresent = (cells: readonly StripCell[], level: HealthLevel): readonly StripCell[] =>
  cells.map((cell, index) =>
    index < cells.length - 1 || (cell.level !== null && rank(cell.level) >= rank(level))
      ? cell
      : { ...cell, level },
  );

const rank = (level: HealthLevel): number => healthLevels.indexOf(level);
