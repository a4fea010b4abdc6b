import type { Clock, IdSource } from '#shared/kernel/index.ts';
import type { Outage } from '#shared/model/index.ts';

/** Outages kept in memory; older ones are in the journal. */
const capacity = 500;

type End = NonNullable<Outage['end']>;
type Missed = Outage['missed'];

const unknownMissed: Missed = {
  count: null,
  atLeast: false,
  message: 'What was missed is not known: the platform does not tell.',
};

export interface OutageStart {
  readonly componentId: string;
  readonly title: string;
  readonly cause: Outage['cause'];
  /** When it began; now unless said otherwise. Epoch milliseconds. */
  readonly startedAt?: number;
  readonly attempts?: number;
}

/**
 * Keeps every outage: one open at a time for each bridge, the newest closed ones beside it. Spans are measured on the
 * monotonic clock, so that a clock that is set meanwhile makes no outage longer or shorter.
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

  /** All that are held, newest first. */
  list(): readonly Outage[] {
    const all = [...this.#closed, ...[...this.#open.values()].map(({ outage }) => outage)];
    return all.toReversed().toSorted((left, right) => right.startedAt - left.startedAt);
  }

  openOf(componentId: string): Outage | null {
    return this.#open.get(componentId)?.outage ?? null;
  }

  /** Begins an outage. Null when one is open already: what fails next belongs to it. */
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

  /** A new connection is begun. */
  attempted(componentId: string): void {
    const entry = this.#open.get(componentId);
    if (entry) entry.outage = { ...entry.outage, attempts: entry.outage.attempts + 1 };
  }

  /** Ends the open outage of a bridge; null when there is none. */
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

  /** Tells what was missed in the newest outage of a bridge, open or closed; null when there is none to add it to. */
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

  /** Takes in what earlier runs kept. One that was open then ended with the program, nobody knows when. */
  restore(outages: readonly Outage[]): void {
    const known = new Set([...this.#closed.map(({ id }) => id), ...this.#openIds()]);
    for (const outage of outages) {
      if (known.has(outage.id)) continue;
      this.#keep(outage.end === null ? { ...outage, end: 'program-ended' } : outage);
    }
    this.#closed.sort((left, right) => left.startedAt - right.startedAt);
  }

  /** Outages that lasted into the time since this instant. */
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
