import type { DatabaseSync } from 'node:sqlite';
import { healthLevels, type HealthLevel, type ObservedSpan } from '#shared/model/index.ts';
import type { HealthStrips } from '../journal-history-port.ts';
import { selectHealthAt } from './select-transitions.ts';

/** Maximum number of transitions: more than a month of a component that flaps all day. */
const mostChanges = 500_000;

type Cells = (HealthLevel | null)[];

const known: ReadonlyMap<unknown, HealthLevel> = new Map(healthLevels.map((level) => [level, level]));
const levelOf = (value: unknown): HealthLevel | null => known.get(value) ?? null;

/** Computes the worst level in each cell of a span, from levels in time order. */
class StripBuilder {
  readonly #from: number;
  readonly #cellMs: number;
  /** The worst rank in each cell; -1 where nothing was observed. */
  readonly #worst: Int8Array;
  #at = 0;
  #rank = -1;
  observedMs = 0;
  healthyMs = 0;

  constructor(from: number, cellMs: number, cells: number) {
    this.#from = from;
    this.#cellMs = cellMs;
    this.#worst = new Int8Array(cells).fill(-1);
  }

  /** Sets the level from an instant on; null means that nothing is observed. */
  change(at: number, level: HealthLevel | null): void {
    this.#fill(at);
    this.#at = at;
    this.#rank = level === null ? -1 : healthLevels.indexOf(level);
  }

  end(at: number): Cells {
    this.#fill(at);
    return Array.from(this.#worst, (rank) => healthLevels[rank] ?? null);
  }

  #fill(until: number): void {
    if (this.#rank < 0 || until <= this.#from) return;
    const ms = Math.max(0, until - Math.max(this.#at, this.#from));
    this.observedMs += ms;
    if (healthLevels[this.#rank] === 'healthy') this.healthyMs += ms;
    const first = Math.max(0, Math.floor((this.#at - this.#from) / this.#cellMs));
    const last = Math.min(this.#worst.length - 1, Math.ceil((until - this.#from) / this.#cellMs) - 1);
    for (let cell = first; cell <= Math.max(first, last) && cell < this.#worst.length; cell += 1)
      this.#worst[cell] = Math.max(this.#worst[cell] ?? -1, this.#rank);
  }
}

/** Returns the runs that overlap a span, oldest first. */
export const selectRuns = (database: DatabaseSync, from: number, before: number): readonly ObservedSpan[] =>
  database
    .prepare(
      `SELECT started_at, seen_at FROM runs
       WHERE started_at >= coalesce((SELECT max(started_at) FROM runs WHERE started_at <= ?), 0)
         AND started_at < ? AND seen_at >= ? ORDER BY started_at`,
    )
    .all(from, before, from)
    .map((row) => ({ from: Number(row['started_at']), to: Number(row['seen_at']) }));

interface Change {
  readonly key: string;
  readonly at: number;
  readonly level: HealthLevel | null;
}

/**
 * Reads all rows at once, as arrays, and without checks for cancellation. A month has tens of thousands of
 * rows, and each of these conveniences costs more than reading a row.
 */
function* changesOf(database: DatabaseSync, from: number, before: number): Generator<Change> {
  const statement = database.prepare(
    `SELECT at, component, level FROM health_transitions
     WHERE at >= ? AND at < ? ORDER BY at, seq LIMIT ${mostChanges}`,
  );
  statement.setReturnArrays(true);
  const rows: readonly unknown[] = statement.all(from, before);
  for (const row of rows) {
    if (!Array.isArray(row)) continue;
    const [at, component, level]: readonly unknown[] = row;
    yield { key: String(component), at: Number(at), level: levelOf(level) };
  }
}

/** Returns the worst level of every component, and of the verdict, in equal cells of a span. */
export const selectStrips = (
  database: DatabaseSync,
  from: number,
  until: number,
  cells: number,
): HealthStrips => {
  const cellMs = (until - from) / cells;
  const observed = selectRuns(database, from, until);
  const before = selectHealthAt(database, from - 1).transitions;
  const builders = new Map<string, StripBuilder>();
  const builderOf = (key: string): StripBuilder => {
    const builder = builders.get(key);
    if (builder) return builder;
    const made = new StripBuilder(from, cellMs, cells);
    builders.set(key, made);
    return made;
  };
  const overall = new StripBuilder(from, cellMs, cells);
  const verdicts = database.prepare(
    `SELECT at, level FROM snapshots
     WHERE at >= coalesce((SELECT max(at) FROM snapshots WHERE at <= ? AND at >= ?), ?) AND at <= ?
       AND not_cancelled() ORDER BY at, seq`,
  );
  for (const run of observed) {
    const end = Math.min(run.to, until);
    for (const row of verdicts.iterate(from, run.from, run.from, end))
      overall.change(Number(row['at']), levelOf(row['level']));
    overall.change(end, null);
    for (const { componentId, at, level } of run.from < from ? before : [])
      if (at >= run.from) builderOf(componentId).change(from, level);
    for (const { key, at, level } of changesOf(database, Math.max(run.from, from), end))
      builderOf(key).change(at, level);
    // Nothing is known about the time after a run.
    for (const builder of builders.values()) builder.change(end, null);
  }
  const earliest = database.prepare('SELECT min(started_at) AS at FROM runs').get()?.['at'];
  return {
    components: [...builders]
      .map(([componentId, builder]) => ({
        componentId,
        cells: builder.end(until),
        observedMs: builder.observedMs,
        healthyMs: builder.healthyMs,
      }))
      .toSorted((left, right) => (left.componentId < right.componentId ? -1 : 1)),
    overall: overall.end(until),
    observed: observed.map((run) => ({ from: Math.max(run.from, from), to: Math.min(run.to, until) })),
    earliest: typeof earliest === 'number' ? earliest : null,
  };
};
