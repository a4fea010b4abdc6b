import type { Clock } from '#shared/kernel/index.ts';
import type { RetentionPolicy } from './retention.ts';

const firstRoundMs = 60_000;
const everyMs = 3_600_000;

/** Runs clean-ups: a minute after the file was opened, each hour, and when the limits change. */
export class RetentionRounds implements Disposable {
  readonly #clock: Clock;
  readonly #prune: (policy: RetentionPolicy) => void;
  #policy: RetentionPolicy;
  #timer: Disposable | undefined;

  constructor(clock: Clock, policy: RetentionPolicy, prune: (policy: RetentionPolicy) => void) {
    this.#clock = clock;
    this.#policy = policy;
    this.#prune = prune;
  }

  get policy(): RetentionPolicy {
    return this.#policy;
  }

  /** Changes the policy. Rows beyond the new limits are deleted at once, or as soon as the file is open. */
  change(policy: Partial<RetentionPolicy>): void {
    this.#policy = { ...this.#policy, ...policy };
    if (this.#timer === undefined) return;
    this.#timer[Symbol.dispose]();
    this.#round();
  }

  begin(): void {
    this.#timer ??= this.#clock.setTimeout(() => this.#round(), firstRoundMs);
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }

  #round(): void {
    this.#prune(this.#policy);
    this.#timer = this.#clock.setTimeout(() => this.#round(), everyMs);
  }
}
