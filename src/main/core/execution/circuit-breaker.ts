import { err, Fault, ok, type Clock, type Result } from '#shared/kernel/index.ts';

export interface CircuitBreakerOptions {
  readonly name: string;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Failures in a row that open it; 5 unless said otherwise: a control center makes few calls, so no shares. */
  readonly failures?: number;
  /** How long it stays open before one call may try, milliseconds; 30 s unless said otherwise. */
  readonly openMs?: number;
}

export type CircuitState = 'closed' | 'open' | 'half-open';

/** What a caller hands back when its call is over. */
export interface CircuitPass {
  succeeded(): void;
  /** Only failures that say something about the other side count: a wrong argument does not open a circuit. */
  failed(fault: Fault): void;
}

/**
 * Keeps calls away from a service that fails: closed until so many failures in a row, then open for a while, then
 * half-open for exactly one call, which decides.
 */
export class CircuitBreaker {
  readonly name: string;
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #limit: number;
  readonly #openMs: number;
  #failures = 0;
  #openedAt: number | null = null;
  #held = false;
  #probing = false;
  /** Passes of an earlier round do not decide this one. */
  #round = 0;

  constructor(options: CircuitBreakerOptions) {
    this.name = options.name;
    this.#clock = options.clock;
    this.#limit = options.failures ?? 5;
    this.#openMs = options.openMs ?? 30_000;
  }

  get state(): CircuitState {
    if (this.#held) return 'open';
    if (this.#openedAt === null) return 'closed';
    return this.#remainingMs() > 0 ? 'open' : 'half-open';
  }

  /** Asks to make a call. Refused with a transient fault that says when to try again. */
  enter(): Result<CircuitPass, Fault> {
    const state = this.state;
    if (state === 'open' || (state === 'half-open' && this.#probing)) {
      return err(
        new Fault(
          'circuit.open',
          `Calls to ${this.name} are held back after ${this.#failures} failures in a row`,
          {
            kind: 'transient',
            ...(this.#held ? {} : { retryAfterMs: Math.max(1, this.#remainingMs()) }),
          },
        ),
      );
    }
    if (state === 'half-open') this.#probing = true;
    const round = this.#round;
    return ok({
      succeeded: () => {
        if (round === this.#round) this.reset();
      },
      failed: (fault) => {
        if (round === this.#round) this.#record(fault);
      },
    });
  }

  /** Keeps it open until the hold is disposed: an operator's switch. */
  hold(): Disposable {
    this.#held = true;
    return {
      [Symbol.dispose]: () => {
        this.#held = false;
      },
    };
  }

  /** Closes it and forgets all failures. */
  reset(): void {
    if (this.#openedAt !== null) this.#round++;
    this.#failures = 0;
    this.#openedAt = null;
    this.#probing = false;
  }

  #remainingMs(): number {
    return this.#openedAt === null ? 0 : this.#openedAt + this.#openMs - this.#clock.monotonic();
  }

  #record(fault: Fault): void {
    const decisive = this.#probing;
    this.#probing = false;
    if (fault.kind === 'configuration' || fault.kind === 'authentication') return;
    this.#failures++;
    if (!decisive && this.#failures < this.#limit) return;
    this.#openedAt = this.#clock.monotonic();
    this.#round++;
  }
}
