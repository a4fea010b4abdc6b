import type { Clock, Fault, RandomSource } from '#shared/kernel/index.ts';
import type { TokenKeeper } from './token-keeper.ts';
import type { StoredToken } from './token-store.ts';

/** Interval of checks for due work. */
export const upkeepTickMs = 30_000;
/** Interval of validations; Twitch requires one at start and every hour. */
const validateEveryMs = 3_600_000;
/** Time between renewal and expiry: only an outage of Twitch longer than this has an effect. */
export const renewBeforeMs = 600_000;
const firstWaitMs = 30_000;
const longestWaitMs = 300_000;

export interface UpkeepOptions {
  readonly keeper: TokenKeeper;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** The token was confirmed as valid. */
  readonly onGood: () => void;
  /** The token could not be validated or renewed, and the current token still works. */
  readonly onDelayed: (fault: Fault) => void;
  /** The sign-in is over, or its token has expired while Twitch could not renew it. */
  readonly onOver: (fault: Fault) => void;
}

/**
 * Validates hourly and renews in time during one run. Uses both clocks, so that a sleep or a changed wall
 * clock makes work due only once, however long it lasted.
 */
export class Upkeep {
  readonly #options: UpkeepOptions;
  #validatedWall: number;
  #validatedMonotonic: number;
  #notBefore = 0;
  #failures = 0;
  /** The token at the last failed validation or renewal. */
  #failedWith: StoredToken | null = null;
  #running: Promise<void> | null = null;
  #over = false;
  #demanded = false;

  /** Created right after a first validation. */
  constructor(options: UpkeepOptions) {
    this.#options = options;
    this.#validatedWall = options.clock.now();
    this.#validatedMonotonic = options.clock.monotonic();
  }

  /** Time when Twitch last confirmed the token, epoch milliseconds. */
  get validatedAt(): number {
    return this.#validatedWall;
  }

  /** Runs due work. Concurrent calls share one run. */
  tick(): Promise<void> {
    this.#running ??= this.#tick().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Validates the token now after a reason for doubt, and at each turn until Twitch has answered. */
  async recheck(): Promise<void> {
    await this.#running;
    this.#demanded = true;
    this.#notBefore = 0;
    await this.tick();
  }

  async #tick(): Promise<void> {
    const { keeper, clock } = this.#options;
    if (this.#over) return;
    // A bridge that uses the token may have renewed it meanwhile.
    if (this.#failures > 0 && keeper.token !== this.#failedWith && !keeper.isRefused) this.#succeeded();
    if (clock.monotonic() < this.#notBefore) return;
    const validationDue =
      this.#demanded ||
      clock.now() - this.#validatedWall >= validateEveryMs ||
      clock.monotonic() - this.#validatedMonotonic >= validateEveryMs;
    const renewalDue = keeper.isRefused || (keeper.lifeMs ?? 0) <= renewBeforeMs;
    if (!validationDue && !renewalDue) return;
    const outcome = renewalDue ? await keeper.renew() : await keeper.validate();
    if (outcome.ok) {
      this.#validatedWall = clock.now();
      this.#validatedMonotonic = clock.monotonic();
      this.#demanded = false;
      this.#succeeded();
    } else this.#failed(outcome.error);
  }

  #succeeded(): void {
    this.#failures = 0;
    this.#notBefore = 0;
    this.#failedWith = null;
    this.#options.onGood();
  }

  #failed(fault: Fault): void {
    const { keeper, clock, random, onDelayed, onOver } = this.#options;
    const ended = (keeper.lifeMs ?? 0) <= 0;
    if (fault.kind === 'authentication' || fault.kind === 'configuration' || ended) {
      this.#over = true;
      onOver(fault);
      return;
    }
    const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** this.#failures);
    this.#failures += 1;
    this.#failedWith = keeper.token;
    this.#notBefore = clock.monotonic() + (fault.retryAfterMs ?? waitMs * (0.5 + random.next() / 2));
    onDelayed(fault);
  }
}
