import { ok } from '#shared/kernel/index.ts';
import type { EventRecord } from '#shared/model/index.ts';
import { healthyVerdict } from '#shared/model/testing/healthy-component.ts';
import type { HistoryPort } from '../ports/index.ts';
import { unknown } from './refusals.ts';

const observed = { from: 1_000, to: 9_000 };

/** A history of eight seconds with one component. */
export class FakeHistory implements HistoryPort {
  readonly #events: () => readonly EventRecord[];
  /** Number of waits for the disk. */
  waits = 0;
  /** Reason why nothing reaches the disk. */
  storageProblem: string | null = null;

  constructor(events: () => readonly EventRecord[]) {
    this.#events = events;
  }

  async healthAt(at: number) {
    const known = at >= observed.from && at <= observed.to;
    return ok({
      snapshot: known
        ? {
            at,
            components: [],
            edges: [],
            verdict: healthyVerdict({ since: observed.from }),
          }
        : null,
      knownBefore: at > observed.to ? observed.to : known ? at : null,
      knownAfter: at < observed.from ? observed.from : known ? at : null,
    });
  }

  async strips(_span: unknown, cells: number) {
    const levels = Array.from({ length: cells }, () => 'healthy' as const);
    return ok({
      components: [{ componentId: 'obs:main', cells: levels, observedMs: 8_000, healthyMs: 8_000 }],
      overall: levels,
      observed: [observed],
      earliest: observed.from,
    });
  }

  async transitions() {
    return ok({
      transitions: [
        {
          componentId: 'obs:main',
          at: 2_000,
          state: 'running' as const,
          level: 'healthy' as const,
          reason: 'Connected.',
        },
      ],
      next: null,
    });
  }

  async records({ kind }: Parameters<HistoryPort['records']>[0]) {
    const record = {
      id: `${kind}-1`,
      kind,
      at: 2_000,
      endedAt: null,
      subject: 'obs:main',
      title: 'OBS',
      result: 'open',
      message: 'It was closed.',
    };
    return ok({ records: [record], next: null });
  }

  async metrics(_span: unknown, names: readonly string[]) {
    return ok(
      names.map((name) => ({
        componentId: 'obs:main',
        name,
        unit: '1/s',
        from: observed.from,
        stepMs: 60_000,
        mean: [60, null],
        min: [59, null],
        max: [60, null],
      })),
    );
  }

  async holdings() {
    const kinds = (['events', 'chat', 'health', 'records', 'metrics'] as const).map((kind) => ({
      kind,
      rows: 12,
      bytes: 4_096,
      oldestAt: observed.from,
      keepDays: 30,
      keepRows: kind === 'events' ? 1_000_000 : null,
      lastDeleted: null,
    }));
    return ok({ problem: null, fileBytes: 20_480, kinds, cleanedAt: null, indexed: 1 });
  }

  async event(id: string) {
    const found = this.#events().find((event) => event.id === id);
    return found ? ok(found) : unknown('event.unknown', `There is no event "${id}".`);
  }

  async whenDurable() {
    this.waits += 1;
    return this.storageProblem;
  }
}
