import { healthLevels, type HealthLevel } from './health-words.ts';
import type { HealthChange } from './system-model.ts';

/** One cell of a strip; `null` is "nobody observed it". */
export interface StripCell {
  readonly from: number;
  readonly to: number;
  readonly level: HealthLevel | null;
}

const worse = (left: HealthLevel | null, right: HealthLevel): HealthLevel =>
  left === null || healthLevels.indexOf(right) > healthLevels.indexOf(left) ? right : left;

/** Cuts the span that ends at `now` into cells, each with the worst level seen in it. */
export const cutStrip = (
  changes: readonly HealthChange[],
  now: number,
  { cells = 60, cellMs = 60_000 }: { cells?: number; cellMs?: number } = {},
): StripCell[] => {
  const start = now - cells * cellMs;
  return Array.from({ length: cells }, (_, index) => {
    const from = start + index * cellMs;
    const to = from + cellMs;
    let level: HealthLevel | null = null;
    changes.forEach((change, position) => {
      const until = changes[position + 1]?.at ?? now;
      if (change.at < to && until > from) level = worse(level, change.level);
    });
    return { from, to, level };
  });
};

/** The share of observed time that was healthy, 0 to 1, with the span observed; null when nothing was observed. */
export const healthyShare = (
  changes: readonly HealthChange[],
  now: number,
): { share: number; observedMs: number } | null => {
  const first = changes[0];
  if (!first || now <= first.at) return null;
  const healthyMs = changes.reduce((sum, change, index) => {
    const until = changes[index + 1]?.at ?? now;
    return change.level === 'healthy' ? sum + Math.max(0, until - change.at) : sum;
  }, 0);
  return { share: healthyMs / (now - first.at), observedMs: now - first.at };
};
