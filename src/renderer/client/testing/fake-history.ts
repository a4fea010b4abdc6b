import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type {
  ComponentView,
  EventRecord,
  HistoryRecord,
  Holding,
  MetricHistory,
  ObservedSpan,
  SystemSnapshot,
} from '#shared/model/index.ts';
import { missing } from './fake-faults.ts';

const os = implement(contract);

/** The past in the fake journal. */
export class FakeHistory {
  /** Oldest first; each is valid until the next. */
  readonly snapshots: SystemSnapshot[] = [];
  readonly observed: ObservedSpan[] = [];
  readonly records: HistoryRecord[] = [];
  readonly metrics: MetricHistory[] = [];
  readonly kinds: Holding[] = [];
  /** The indexed share of the records, 0 to 1. */
  indexed = 1;

  /** Stores components as they were from an instant on. */
  keep(at: number, components: Iterable<ComponentView>, verdict: SystemSnapshot['verdict']): void {
    this.snapshots.push({
      at,
      components: [...components].map(({ health, ...part }) => ({
        ...part,
        level: health.level,
        reason: health.summary,
        levelSince: health.since,
      })),
      edges: [],
      verdict,
    });
  }

  at(at: number): SystemSnapshot | null {
    if (!this.observed.some(({ from, to }) => at >= from && at <= to)) return null;
    return this.snapshots.findLast((snapshot) => snapshot.at <= at) ?? null;
  }

  strips(from: number, before: number, cells: number) {
    const cellMs = (before - from) / cells;
    const middles = Array.from({ length: cells }, (_, index) => this.at(from + (index + 0.5) * cellMs));
    const ids = new Set(middles.flatMap((middle) => middle?.components.map(({ id }) => id) ?? []));
    return {
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
    };
  }
}

export const fakeHistoryProcedures = (history: FakeHistory) => ({
  healthAt: os.history.healthAt.handler(({ input: { at } }) => ({
    snapshot: history.at(at),
    knownBefore: history.observed.findLast(({ to }) => to < at)?.to ?? null,
    knownAfter: history.observed.find(({ from }) => from > at)?.from ?? null,
  })),
  strips: os.history.strips.handler(({ input }) => history.strips(input.from, input.before, input.cells)),
  transitions: os.history.transitions.handler(() => ({ transitions: [], next: null })),
  records: os.history.records.handler(({ input }) => ({
    records: history.records.filter(({ kind }) => kind === input.kind),
    next: null,
  })),
  metrics: os.history.metrics.handler(({ input }) => ({
    series: history.metrics.filter(({ name }) => input.names.split(',').includes(name)),
  })),
  holdings: os.history.holdings.handler(() => ({
    problem: null,
    fileBytes: 1_000_000,
    kinds: history.kinds,
    cleanedAt: null,
    indexed: history.indexed,
  })),
});

export const fakeGetEvent = (events: () => readonly EventRecord[]) =>
  os.events.get.handler(({ input }) => {
    const found = events().find(({ id }) => id === input.id);
    if (found) return found;
    throw missing(`There is no event "${input.id}" any more.`, 'event.unknown');
  });
