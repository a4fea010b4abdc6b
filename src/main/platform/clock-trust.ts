import { dayMs, err, Fault, hourMs, ok, type Clock, type Result } from '#shared/kernel/index.ts';

/** Longest step forward that needs no second source: a long weekend with the machine off or asleep. */
export const aheadLimitMs = 3 * dayMs;
/** Largest difference between the wall clock and another source at which the two agree. */
export const agreementMs = hourMs;
/** Most time that steps may add up to until a second source has to agree: many small steps are one large step. */
export const unexplainedLimitMs = 14 * dayMs;
/** Steps forward below this are drift. */
const driftMs = 60_000;

/** Instants outside these were never "now" for this program, whatever a clock says. */
const earliestNow = Date.UTC(2025, 0, 1);
const latestNow = Date.UTC(2055, 0, 1);

export const isPlausibleNow = (at: number): boolean =>
  Number.isFinite(at) && at >= earliestNow && at <= latestNow;

/** What outlives a run: the latest instant known to have passed, and how well it is known. */
export interface KnownTime {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Sum of the steps forward that no second source has confirmed. */
  readonly unexplainedMs: number;
}

/** Why a clock is in doubt. */
export type ClockDoubt = 'jumped' | 'contradicted' | 'implausible';

export type ClockVerdict =
  | { readonly trust: 'trusted' }
  /** Nothing speaks against the clock, and for long nothing has spoken for it either. */
  | { readonly trust: 'unconfirmed' }
  | {
      readonly trust: 'doubtful';
      readonly doubt: ClockDoubt;
      readonly direction: 'ahead' | 'behind';
      /** Distance between the wall clock and {@link knownAt}. */
      readonly byMs: number;
      /** The latest instant known to have passed; null when none is known. */
      readonly knownAt: number | null;
      /** Who contradicts the clock; null when nobody does. */
      readonly witness: string | null;
    };

/** An instant that somebody else's clock gave just now. */
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
 * Decides whether the wall clock can be believed. Within a run the monotonic clock says how much time passed at least;
 * over restarts the latest known instant does. A second clock or a person settles a doubt.
 */
export class ClockTrust {
  readonly #clock: Clock;
  #known: Fix | null;
  #unexplainedMs: number;
  /** What a second clock said when it disagreed. */
  #contradiction: (Fix & { readonly source: string }) | null = null;

  constructor(clock: Clock, known: KnownTime | null) {
    this.#clock = clock;
    this.#known = known && { at: known.at, monotonic: clock.monotonic() };
    this.#unexplainedMs = known?.unexplainedMs ?? 0;
  }

  /** What to remember for the next run; null while no instant is known. */
  get known(): KnownTime | null {
    const at = this.#passed(this.#known);
    return at === null ? null : { at, unexplainedMs: this.#unexplainedMs };
  }

  check(): ClockVerdict {
    const wall = this.#clock.now();
    const knownAt = this.#passed(this.#known);
    const doubt = this.#doubt(wall, knownAt);
    if (doubt) return doubt;
    const step = knownAt === null ? 0 : wall - knownAt;
    if (step > driftMs) this.#unexplainedMs += step;
    // A clock that is a little behind does not lower what is known: small steps back would add up unseen.
    if (knownAt === null || step > 0) this.#know(wall);
    return { trust: this.#unexplainedMs > unexplainedLimitMs ? 'unconfirmed' : 'trusted' };
  }

  /** Takes the word of another clock. */
  hear({ at, source }: TimeStamp): void {
    if (!isPlausibleNow(at)) return;
    const wall = this.#clock.now();
    const agrees = Math.abs(wall - at) <= agreementMs;
    this.#know(agrees ? wall : at);
    this.#unexplainedMs = 0;
    this.#contradiction = agrees ? null : { at, monotonic: this.#clock.monotonic(), source };
  }

  /** Takes a person's word that the wall clock is right. Refused where that cannot be. */
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
        `${verdict.witness} says another time than this PC. Set the date and time of this PC, then try again.`,
      );
    this.#know(this.#clock.now());
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
    const said = this.#passed(this.#contradiction);
    if (this.#contradiction && said !== null) {
      if (Math.abs(wall - said) > agreementMs)
        return doubtful('contradicted', said, this.#contradiction.source);
      this.#contradiction = null;
    }
    if (knownAt === null) return null;
    const step = wall - knownAt;
    return step > aheadLimitMs || step < -agreementMs ? doubtful('jumped', knownAt) : null;
  }

  #know(at: number): void {
    this.#known = { at, monotonic: this.#clock.monotonic() };
  }

  /** A fix, carried on by the monotonic clock. */
  #passed(fix: Fix | null): number | null {
    return fix && fix.at + (this.#clock.monotonic() - fix.monotonic);
  }
}
