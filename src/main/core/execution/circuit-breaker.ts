import {
  err,
  Fault,
  ok,
  toDisposable,
  type Clock,
  type FailureKind,
  type Result,
} from '#shared/kernel/index.ts';

export interface CircuitBreakerOptions {
  readonly name: string;
  readonly clock: Pick<Clock, 'monotonic'>;
  /**
   * Consecutive failures that open it; 5 by default. A control center makes too few calls for a failure rate.
   */
  readonly failures?: number;
  /** Milliseconds that it stays open before one trial call; 30 s by default. */
  readonly openMs?: number;
}

export type CircuitState = 'closed' | 'open' | 'half-open';

/** The handle through which a caller reports the end of its call. */
export interface CircuitPass {
  succeeded(): void;
  /** Only failures that say something about the remote side count. */
  failed(fault: Fault): void;
}

/** A wrong argument, a missing sign-in or a cancelled call says nothing about the remote side. */
const countingKinds: ReadonlySet<FailureKind> = new Set(['transient', 'defect']);

/**
 * Keeps calls away from a failing service: closed until a number of consecutive failures, then open for a
 * while, then half-open for exactly one trial call, which decides.
 *
 * @example
 * ```ts
 * const clock = createFakeClock();
 * const breaker = new CircuitBreaker({ name: 'Helix', clock, failures: 2, openMs: 30_000 });
 * for (let call = 0; call < 2; call++) {
 *   const pass = breaker.enter();
 *   if (pass.ok) pass.value.failed(new Fault('helix.away', 'Helix does not answer', { kind: 'transient' }));
 * }
 * breaker.enter(); // => { ok: false, error: { code: 'circuit.open', retryAfterMs: 30_000, … } }
 * await clock.advance(30_000);
 * breaker.state; // => 'half-open'
 * ```
 */
export class CircuitBreaker {
  readonly name: string;
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #limit: number;
  readonly #openMs: number;
  #failures = 0;
  #openedAt: number | null = null;
  readonly #holds = new Set<symbol>();
  #probing = false;
  /** The pass for callers that enter now. Passes of an earlier round don't affect this one. */
  #pass: CircuitPass;

  constructor(options: CircuitBreakerOptions) {
    this.name = options.name;
    this.#clock = options.clock;
    this.#limit = options.failures ?? 5;
    this.#openMs = options.openMs ?? 30_000;
    this.#pass = this.#beginRound();
  }

  get state(): CircuitState {
    if (this.#holds.size > 0) return 'open';
    if (this.#openedAt === null) return 'closed';
    return this.#remainingMs() > 0 ? 'open' : 'half-open';
  }

  /** Requests to make a call. Refused with a transient fault that says when to retry. */
  enter(): Result<CircuitPass, Fault> {
    if (this.#openedAt === null && this.#holds.size === 0) return ok(this.#pass);
    if (this.state === 'open' || this.#probing) return err(this.#refusal());
    this.#probing = true;
    return ok(this.#pass);
  }

  /** Keeps it open until the hold is disposed: a manual switch. */
  hold(): Disposable {
    const hold = Symbol(this.name);
    this.#holds.add(hold);
    return toDisposable(() => this.#holds.delete(hold));
  }

  /** Closes it and resets the failure count. */
  reset(): void {
    if (this.#openedAt !== null) this.#pass = this.#beginRound();
    this.#failures = 0;
    this.#openedAt = null;
    this.#probing = false;
  }

  #refusal(): Fault {
    if (this.#holds.size > 0)
      return new Fault('circuit.open', `Calls to ${this.name} are blocked by hand`, { kind: 'transient' });
    return new Fault(
      'circuit.open',
      `Calls to ${this.name} are blocked after ${this.#failures} failures in a row`,
      { kind: 'transient', retryAfterMs: Math.max(1, this.#remainingMs()) },
    );
  }

  /**
   * One pass serves all calls of a round: a pass for each call would cost more than the rest of the breaker.
   */
  #beginRound(): CircuitPass {
    const pass: CircuitPass = {
      succeeded: () => {
        if (pass === this.#pass) this.reset();
      },
      failed: (fault) => {
        if (pass === this.#pass) this.#record(fault);
      },
    };
    return pass;
  }

  #remainingMs(): number {
    return this.#openedAt === null ? 0 : this.#openedAt + this.#openMs - this.#clock.monotonic();
  }

  #record(fault: Fault): void {
    const decisive = this.#probing;
    this.#probing = false;
    if (!countingKinds.has(fault.kind)) return;
    this.#failures++;
    if (!decisive && this.#failures < this.#limit) return;
    this.#openedAt = this.#clock.monotonic();
    this.#pass = this.#beginRound();
  }
}
