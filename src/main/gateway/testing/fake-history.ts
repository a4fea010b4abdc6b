import { ok } from '#shared/kernel/index.ts';
import type {
  ComponentView,
  EventRecord,
  HistoryRecord,
  Holding,
  MetricHistory,
  ObservedSpan,
  SystemSnapshot,
} from '#shared/model/index.ts';
import type { HistoryPort, HistorySpan } from '../ports/index.ts';
import { unknown } from './refusals.ts';

/** The past of a show in memory: empty until a test fills it. */
export class FakeHistory implements HistoryPort {
  /** Oldest first; each is valid until the next. */
  readonly snapshots: SystemSnapshot[] = [];
  readonly observed: ObservedSpan[] = [];
  readonly kept: HistoryRecord[] = [];
  readonly series: MetricHistory[] = [];
  readonly kinds: Holding[] = [];
  /** The indexed share of the records, 0 to 1. */
  indexed = 1;
  /** Number of waits for the disk. */
  waits = 0;
  /** Reason why nothing reaches the disk. */
  storageProblem: string | null = null;
  readonly #events: readonly EventRecord[];

  constructor(events: readonly EventRecord[]) {
    this.#events = events;
  }

  /** Stores components as they were from an instant on. */
  keep(at: number, components: Iterable<ComponentView>, verdict: SystemSnapshot['verdict']): void {
    this.snapshots.push({
      at,
      components: [...components].map(({ health, ...component }) => ({
        ...component,
        level: health.level,
        reason: health.summary,
        levelSince: health.since,
      })),
      edges: [],
      verdict,
    });
  }

  async healthAt(at: number) {
    const snapshot = this.#at(at);
    if (snapshot) return ok({ snapshot, knownBefore: at, knownAfter: at });
    return ok({
      snapshot,
      knownBefore: this.observed.findLast(({ to }) => to < at)?.to ?? null,
      knownAfter: this.observed.find(({ from }) => from > at)?.from ?? null,
    });
  }

  async strips({ from, before }: HistorySpan, cells: number) {
    const cellMs = (before - from) / cells;
    const middles = Array.from({ length: cells }, (_, index) => this.#at(from + (index + 0.5) * cellMs));
    const ids = new Set(middles.flatMap((middle) => middle?.components.map(({ id }) => id) ?? []));
    return ok({
      components: [...ids].map((componentId) => {
        const levels = middles.map(
          (middle) => middle?.components.find(({ id }) => id === componentId)?.level ?? null,
        );
        return {
          componentId,
          cells: levels,
          observedMs: levels.filter((level) => level !== null).length * cellMs,
          healthyMs: levels.filter((level) => level === 'healthy').length * cellMs,
        };
      }),
      overall: middles.map((middle) => middle?.verdict.level ?? null),
      observed: this.observed,
      earliest: this.observed[0]?.from ?? null,
    });
  }

  async transitions() {
    return ok({ transitions: [], next: null });
  }

  async records({ kind }: Parameters<HistoryPort['records']>[0]) {
    return ok({ records: this.kept.filter((record) => record.kind === kind), next: null });
  }

  async metrics(_span: HistorySpan, names: readonly string[]) {
    return ok(this.series.filter(({ name }) => names.includes(name)));
  }

  async holdings() {
    const { kinds, indexed } = this;
    return ok({ problem: null, fileBytes: 1_000_000, kinds, cleanedAt: null, indexed });
  }

  async event(id: string) {
    const found = this.#events.find((event) => event.id === id);
    return found ? ok(found) : unknown('event.unknown', `There is no event "${id}".`);
  }

  async whenDurable() {
    this.waits += 1;
    return this.storageProblem;
  }

  #at(at: number): SystemSnapshot | null {
    if (!this.observed.some(({ from, to }) => at >= from && at <= to)) return null;
    return this.snapshots.findLast((snapshot) => snapshot.at <= at) ?? null;
  }
}
