import type { Clock, Fault, RandomSource } from '#shared/kernel/index.ts';
import type { TokenKeeper } from './token-keeper.ts';
import type { StoredToken } from './token-store.ts';

/** How often it is looked whether anything is due. */
export const upkeepTickMs = 30_000;
/** Twitch demands a validation at start and every hour. */
const validateEveryMs = 3_600_000;
/** Renewed so long before its end, so that an outage of Twitch has to last before it is felt. */
const renewBeforeMs = 600_000;
const firstWaitMs = 30_000;
const longestWaitMs = 300_000;

export interface UpkeepOptions {
  readonly keeper: TokenKeeper;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** The token is known to be good. */
  readonly onGood: () => void;
  /** It could not be checked or renewed, and what is there still works. */
  readonly onDelayed: (fault: Fault) => void;
  /** The sign-in is over, or its token has ended while Twitch could not renew it. */
  readonly onOver: (fault: Fault) => void;
}

/**
 * Validates hourly and renews in time, for one life. It looks at both clocks, so that a sleep or a changed wall clock
 * makes things due once, and no more than once, however long it lasted.
 */
export class Upkeep {
  readonly #options: UpkeepOptions;
  #validatedWall: number;
  #validatedMonotonic: number;
  #notBefore = 0;
  #failures = 0;
  /** The token as it was when it last could not be checked or renewed. */
  #failedWith: StoredToken | null = null;
  #running: Promise<void> | null = null;
  #over = false;
  #demanded = false;

  /** Begins right after a first validation. */
  constructor(options: UpkeepOptions) {
    this.#options = options;
    this.#validatedWall = options.clock.now();
    this.#validatedMonotonic = options.clock.monotonic();
  }

  /** When Twitch last confirmed the token, epoch milliseconds. */
  get validatedAt(): number {
    return this.#validatedWall;
  }

  /** Does what is due, if anything is. Calls that come meanwhile share the one under way. */
  tick(): Promise<void> {
    this.#running ??= this.#tick().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** There is reason to doubt the token: it is validated now, and again at each turn until Twitch has answered. */
  async recheck(): Promise<void> {
    await this.#running;
    this.#demanded = true;
    this.#notBefore = 0;
    await this.tick();
  }

  async #tick(): Promise<void> {
    const { keeper, clock } = this.#options;
    if (this.#over) return;
    // Whoever uses the token may have renewed it meanwhile.
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
