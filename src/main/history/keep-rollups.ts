import type { Journal } from '#main/journal/index.ts';
import { hourMs, minuteMs, toDisposable } from '#shared/kernel/index.ts';
import type { MetricSample } from '#shared/model/index.ts';
import type { MetricsRecorder } from './metrics-recorder.ts';

/** Milliseconds between writes within an hour; the journal adds them up. A kill loses at most this much. */
const hourShareMs = 10 * minuteMs;

interface Gathered {
  readonly sample: MetricSample;
  count: number;
  sum: number;
  min: number;
  max: number;
}

/** Aggregates each metric of one span into count, minimum, maximum and mean. */
class Rollups {
  readonly #journal: Journal;
  readonly #stepMs: number;
  readonly #everyMs: number;
  readonly #gathered = new Map<string, Gathered>();
  #span = Number.NaN;

  constructor(journal: Journal, stepMs: number, everyMs: number) {
    this.#journal = journal;
    this.#stepMs = stepMs;
    this.#everyMs = everyMs;
  }

  add(at: number, samples: readonly MetricSample[]): void {
    const span = Math.floor(at / this.#everyMs);
    if (span !== this.#span) this.write();
    this.#span = span;
    for (const sample of samples) if (sample.value !== null) this.#gather(sample, sample.value);
  }

  write(): void {
    const at = Math.floor((this.#span * this.#everyMs) / this.#stepMs) * this.#stepMs;
    for (const { sample, count, sum, min, max } of this.#gathered.values()) {
      const { componentId, name, unit } = sample;
      const rollup = {
        componentId,
        name,
        unit,
        at,
        stepMs: this.#stepMs,
        count,
        min,
        max,
        mean: sum / count,
      };
      this.#journal.append({ kind: 'rollup', record: rollup });
    }
    this.#gathered.clear();
  }

  #gather(sample: MetricSample, value: number): void {
    const key = `${sample.componentId} ${sample.name}`;
    const known = this.#gathered.get(key);
    if (!known) {
      this.#gathered.set(key, { sample, count: 1, sum: value, min: value, max: value });
      return;
    }
    known.count += 1;
    known.sum += value;
    known.min = Math.min(known.min, value);
    known.max = Math.max(known.max, value);
  }
}

/**
 * Stores every metric by the minute and by the hour, for charts that go back further than the last ten
 * minutes.
 */
export const keepRollups = (metrics: Pick<MetricsRecorder, 'onSample'>, journal: Journal): Disposable => {
  const minutes = new Rollups(journal, minuteMs, minuteMs);
  const hours = new Rollups(journal, hourMs, hourShareMs);
  const listening = metrics.onSample((at, samples) => {
    minutes.add(at, samples);
    hours.add(at, samples);
  });
  return toDisposable(() => {
    listening[Symbol.dispose]();
    minutes.write();
    hours.write();
  });
};
