import type { JournalHistory, MetricRollup } from '#main/journal/index.ts';
import { ok, type Fault, type Result } from '#shared/kernel/index.ts';
import type { MetricHistory } from '#shared/model/index.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;
/** The longest span that is read by the minute; longer spans are read by the hour. */
const longestByMinuteMs = 26 * hourMs;

interface Span {
  readonly from: number;
  readonly before: number;
}

/**
 * Turns rollups, ordered by component, name and time, into lines without gaps. Null marks a step without
 * observations.
 */
const linesOf = (
  rollups: readonly MetricRollup[],
  { from, before }: Span,
  stepMs: number,
): readonly MetricHistory[] => {
  const first = Math.floor(from / stepMs) * stepMs;
  const length = Math.max(0, Math.ceil((before - first) / stepMs));
  const lines = new Map<string, MetricHistory>();
  for (const { componentId, name, unit, at, mean, min, max } of rollups) {
    const key = `${componentId} ${name}`;
    const empty = (): null[] => Array.from({ length }, () => null);
    const line = lines.get(key) ?? {
      componentId,
      name,
      unit,
      from: first,
      stepMs,
      mean: empty(),
      min: empty(),
      max: empty(),
    };
    lines.set(key, line);
    const index = Math.round((at - first) / stepMs);
    line.mean[index] = mean;
    line.min[index] = min;
    line.max[index] = max;
  }
  return [...lines.values()];
};

/** Reads the metrics of a span as lines: by the minute for a short span, else by the hour. */
export const readMetricLines = async (
  history: Pick<JournalHistory, 'metrics'>,
  { from, before }: Span,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<Result<readonly MetricHistory[], Fault>> => {
  const stepMs = before - from <= longestByMinuteMs ? minuteMs : hourMs;
  const first = Math.floor(from / stepMs) * stepMs;
  const found = await history.metrics({ names, from: first, before, stepMs }, signal);
  return found.ok ? ok(linesOf(found.value, { from, before }, stepMs)) : found;
};
