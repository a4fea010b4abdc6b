import type { Clock, IdSource } from '#shared/kernel/index.ts';
import type { Outage } from '#shared/model/index.ts';

/** Outages kept in memory; older ones are in the journal. */
const capacity = 500;

type End = NonNullable<Outage['end']>;
type Missed = Outage['missed'];

const unknownMissed: Missed = {
  count: null,
  atLeast: false,
  message: 'Missed messages: unknown.',
};

export interface OutageStart {
  readonly componentId: string;
  readonly title: string;
  readonly cause: Outage['cause'];
  /** Start of the outage, epoch milliseconds; now by default. */
  readonly startedAt?: number;
  readonly attempts?: number;
}

/**
 * Records every outage: at most one open per bridge, and the newest closed ones. Durations use the monotonic
 * clock, so that a clock change makes no outage longer or shorter.
 */
export class OutageLedger {
  readonly #clock: Clock;
  readonly #ids: IdSource;
  readonly #open = new Map<string, { outage: Outage; readonly openedAtMono: number }>();
  /** Oldest first. */
  #closed: Outage[] = [];

  constructor(clock: Clock, ids: IdSource) {
    this.#clock = clock;
    this.#ids = ids;
  }

  get openCount(): number {
    return this.#open.size;
  }

  /** Returns all outages in memory, newest first. */
  list(): readonly Outage[] {
    const all = [...this.#closed, ...[...this.#open.values()].map(({ outage }) => outage)];
    return all.toReversed().toSorted((left, right) => right.startedAt - left.startedAt);
  }

  openOf(componentId: string): Outage | null {
    return this.#open.get(componentId)?.outage ?? null;
  }

  /** Starts an outage. Returns null when one is already open: a further failure belongs to it. */
  open(start: OutageStart): Outage | null {
    if (this.#open.has(start.componentId)) return null;
    const outage: Outage = {
      id: this.#ids.next(),
      componentId: start.componentId,
      title: start.title,
      startedAt: start.startedAt ?? this.#clock.now(),
      endedAt: null,
      end: null,
      cause: start.cause,
      attempts: start.attempts ?? 0,
      missed: unknownMissed,
    };
    const before = this.#clock.now() - outage.startedAt;
    this.#open.set(start.componentId, { outage, openedAtMono: this.#clock.monotonic() - before });
    return outage;
  }

  /** Counts a connection attempt. */
  attempted(componentId: string): void {
    const entry = this.#open.get(componentId);
    if (entry) entry.outage = { ...entry.outage, attempts: entry.outage.attempts + 1 };
  }

  /** Ends the open outage of a bridge; returns null when there is none. */
  close(componentId: string, end: End, missed?: Missed): Outage | null {
    const entry = this.#open.get(componentId);
    if (!entry) return null;
    this.#open.delete(componentId);
    const lastedMs = Math.max(0, this.#clock.monotonic() - entry.openedAtMono);
    const outage: Outage = {
      ...entry.outage,
      end,
      endedAt: Math.round(entry.outage.startedAt + lastedMs),
      ...(missed && { missed }),
    };
    this.#keep(outage);
    return outage;
  }

  /**
   * Adds the missed events to the newest outage of a bridge, open or closed; returns null when there is none.
   */
  amend(componentId: string, missed: Missed): Outage | null {
    const open = this.#open.get(componentId);
    if (open) {
      open.outage = { ...open.outage, missed };
      return open.outage;
    }
    const index = this.#closed.findLastIndex((outage) => outage.componentId === componentId);
    const last = this.#closed[index];
    if (!last) return null;
    const amended = { ...last, missed };
    this.#closed[index] = amended;
    return amended;
  }

  /** Adds the outages of earlier runs. An outage that was open ended with that run, at an unknown time. */
  restore(outages: readonly Outage[]): void {
    const known = new Set([...this.#closed.map(({ id }) => id), ...this.#openIds()]);
    for (const outage of outages) {
      if (known.has(outage.id)) continue;
      this.#keep(outage.end === null ? { ...outage, end: 'program-ended' } : outage);
    }
    this.#closed.sort((left, right) => left.startedAt - right.startedAt);
  }

  /** Counts the outages that lasted into the time since this instant. */
  countSince(instant: number): number {
    return this.list().filter(({ startedAt, endedAt }) => (endedAt ?? startedAt) >= instant).length;
  }

  *#openIds(): Iterable<string> {
    for (const { outage } of this.#open.values()) yield outage.id;
  }

  #keep(outage: Outage): void {
    this.#closed.push(outage);
    if (this.#closed.length > capacity) this.#closed.shift();
  }
}
