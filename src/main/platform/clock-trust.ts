import { dayMs, err, Fault, hourMs, ok, type Clock, type Result } from '#shared/kernel/index.ts';

/** Longest step forward without a second source: a long weekend with the machine off or asleep. */
export const aheadLimitMs = 3 * dayMs;
/** Largest difference between the wall clock and another source that counts as agreement. */
export const agreementMs = hourMs;
/** Limit of the sum of steps before a second source must agree: many small steps make a large step. */
export const unexplainedLimitMs = 14 * dayMs;
/** Steps forward below this are drift. */
const driftMs = 60_000;

/** Earliest and latest plausible current time of this program. */
const earliestNow = Date.UTC(2025, 0, 1);
const latestNow = Date.UTC(2055, 0, 1);

export const isPlausibleNow = (at: number): boolean =>
  Number.isFinite(at) && at >= earliestNow && at <= latestNow;

/** The knowledge that outlives a run: the latest instant known to have passed, and how certain it is. */
export interface KnownTime {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Sum of the steps forward that no second source confirmed. */
  readonly unexplainedMs: number;
}

/** Reason for doubting the clock. */
export type ClockDoubt = 'jumped' | 'contradicted' | 'implausible';

export type ClockVerdict =
  | { readonly trust: 'trusted' }
  /** No source contradicts the clock, but for a long time none confirmed it. */
  | { readonly trust: 'unconfirmed' }
  | {
      readonly trust: 'doubtful';
      readonly doubt: ClockDoubt;
      readonly direction: 'ahead' | 'behind';
      /** Distance between the wall clock and {@link knownAt}. */
      readonly byMs: number;
      /** The latest instant known to have passed; null when none is known. */
      readonly knownAt: number | null;
      /** Name of the source that contradicts the clock; null when there is none. */
      readonly witness: string | null;
    };

/** The current time of another machine's clock. */
export interface TimeStamp {
  readonly at: number;
  /** The name of the source, for people: "Twitch". */
  readonly source: string;
}

interface Fix {
  readonly at: number;
  readonly monotonic: number;
}

const notConfirmed = (code: string, message: string): Result<never, Fault> =>
  err(new Fault(`clock.${code}`, message, { kind: 'configuration' }));

/**
 * Decides whether to trust the wall clock. Within a run the monotonic clock gives the least time that passed;
 * across restarts the latest known instant does. A second clock or a person settles a doubt.
 */
export class ClockTrust {
  readonly #clock: Clock;
  #known: Fix | null;
  #unexplainedMs: number;
  /** The time of the second clock that disagreed; null when none did. */
  #contradiction: (Fix & { readonly source: string }) | null = null;

  constructor(clock: Clock, known: KnownTime | null) {
    this.#clock = clock;
    this.#known = known && { at: known.at, monotonic: clock.monotonic() };
    this.#unexplainedMs = known?.unexplainedMs ?? 0;
  }

  /** The knowledge to save for the next run; null while no instant is known. */
  get known(): KnownTime | null {
    const at = this.#advance(this.#known);
    return at === null ? null : { at, unexplainedMs: this.#unexplainedMs };
  }

  check(): ClockVerdict {
    const wall = this.#clock.now();
    const knownAt = this.#advance(this.#known);
    const doubt = this.#doubt(wall, knownAt);
    if (doubt) return doubt;
    const step = knownAt === null ? 0 : wall - knownAt;
    if (step > driftMs) this.#unexplainedMs += step;
    // A clock slightly behind does not lower the known instant: small steps back would add up unnoticed.
    if (knownAt === null || step > 0) this.#setKnown(wall);
    return { trust: this.#unexplainedMs > unexplainedLimitMs ? 'unconfirmed' : 'trusted' };
  }

  /** Compares the wall clock with the clock of another machine. */
  compareWith({ at, source }: TimeStamp): void {
    if (!isPlausibleNow(at)) return;
    const wall = this.#clock.now();
    const agrees = Math.abs(wall - at) <= agreementMs;
    this.#setKnown(agrees ? wall : at);
    this.#unexplainedMs = 0;
    this.#contradiction = agrees ? null : { at, monotonic: this.#clock.monotonic(), source };
  }

  /** Accepts a person's confirmation of the wall clock. Refuses it when the clock is certainly wrong. */
  confirm(): Result<void, Fault> {
    const verdict = this.check();
    if (verdict.trust === 'doubtful' && verdict.doubt === 'implausible')
      return notConfirmed(
        'implausible',
        'The date of this PC cannot be right. Set the date and time of this PC, then try again.',
      );
    if (verdict.trust === 'doubtful' && verdict.witness !== null)
      return notConfirmed(
        'contradicted',
        `${verdict.witness} reports a different time than this PC. Set the date and time of this PC, then try again.`,
      );
    this.#setKnown(this.#clock.now());
    this.#unexplainedMs = 0;
    return ok(undefined);
  }

  #doubt(wall: number, knownAt: number | null): Extract<ClockVerdict, { trust: 'doubtful' }> | null {
    const doubtful = (doubt: ClockDoubt, reference: number, witness: string | null = null) => ({
      trust: 'doubtful' as const,
      doubt,
      direction: wall > reference ? ('ahead' as const) : ('behind' as const),
      byMs: Math.abs(wall - reference),
      knownAt,
      witness,
    });
    if (!isPlausibleNow(wall)) {
      const reference = knownAt ?? (wall > latestNow ? latestNow : earliestNow);
      return doubtful('implausible', reference);
    }
    const expected = this.#advance(this.#contradiction);
    if (this.#contradiction && expected !== null) {
      if (Math.abs(wall - expected) > agreementMs)
        return doubtful('contradicted', expected, this.#contradiction.source);
      this.#contradiction = null;
    }
    if (knownAt === null) return null;
    const step = wall - knownAt;
    return step > aheadLimitMs || step < -agreementMs ? doubtful('jumped', knownAt) : null;
  }

  #setKnown(at: number): void {
    this.#known = { at, monotonic: this.#clock.monotonic() };
  }

  /** Returns the present time of a fix by the monotonic clock. */
  #advance(fix: Fix | null): number | null {
    return fix && fix.at + (this.#clock.monotonic() - fix.monotonic);
  }
}
