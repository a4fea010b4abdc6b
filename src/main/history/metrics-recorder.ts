import { Emitter, type Clock } from '#shared/kernel/index.ts';
import type { MetricSample, MetricSeries } from '#shared/model/index.ts';
import type { MetricReading } from '#core/index.ts';

/** Readings of one component at one moment. */
export interface ComponentReadings {
  readonly componentId: string;
  readonly readings: readonly MetricReading[];
}

const stepMs = 1_000;
/** Values of ten minutes, one per second. */
const keptValues = 600;

interface Track {
  readonly unit: string;
  readonly values: (number | null)[];
}

/**
 * Reads the metrics of every component once a second and keeps the last ten minutes. A second without a
 * reading is stored as `null`: not observed, not zero.
 */
export class MetricsRecorder implements Disposable {
  readonly #clock: Clock;
  readonly #read: () => readonly ComponentReadings[];
  readonly #tracks = new Map<string, Map<string, Track>>();
  readonly #listeners = new Emitter<[at: number, samples: readonly MetricSample[]]>();
  readonly #timer: Disposable;
  #lastAt = 0;

  constructor(clock: Clock, read: () => readonly ComponentReadings[]) {
    this.#clock = clock;
    this.#read = read;
    this.#timer = clock.setInterval(() => this.#sample(), stepMs);
  }

  /** Returns the last ten minutes of every metric. */
  recent(): readonly MetricSeries[] {
    return [...this.#tracks].flatMap(([componentId, tracks]) =>
      [...tracks].map(([name, track]) => ({
        componentId,
        name,
        unit: track.unit,
        from: this.#lastAt - (track.values.length - 1) * stepMs,
        stepMs,
        values: [...track.values],
      })),
    );
  }

  onSample(listener: (at: number, samples: readonly MetricSample[]) => void): Disposable {
    return this.#listeners.on(listener);
  }

  [Symbol.dispose](): void {
    this.#timer[Symbol.dispose]();
    this.#listeners.clear();
  }

  #sample(): void {
    this.#lastAt = this.#clock.now();
    const read = new Map<string, Map<string, MetricReading>>();
    for (const { componentId, readings } of this.#read()) {
      read.set(componentId, new Map(readings.map((reading) => [reading.name, reading])));
      for (const reading of readings) this.#trackOf(componentId, reading);
    }
    const samples: MetricSample[] = [];
    for (const [componentId, tracks] of this.#tracks) {
      for (const [name, track] of tracks) {
        const value = read.get(componentId)?.get(name)?.value ?? null;
        track.values.push(value);
        if (track.values.length > keptValues) track.values.shift();
        samples.push({ componentId, name, unit: track.unit, value });
      }
      if ([...tracks.values()].every((track) => track.values.every((value) => value === null))) {
        this.#tracks.delete(componentId);
      }
    }
    this.#listeners.emit(this.#lastAt, samples);
  }

  #trackOf(componentId: string, reading: MetricReading): void {
    const tracks = this.#tracks.get(componentId) ?? new Map<string, Track>();
    this.#tracks.set(componentId, tracks);
    if (!tracks.has(reading.name)) tracks.set(reading.name, { unit: reading.unit, values: [] });
  }
}
