import type { Clock } from '#shared/kernel/index.ts';

const seconds = 60;

/** Counts events of the last 60 s in one bucket per second: bounded, whatever the rate. */
export class MessageRate {
  readonly #clock: Clock;
  readonly #counts = new Uint32Array(seconds);
  #second: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#second = Math.floor(clock.monotonic() / 1_000);
  }

  count(): void {
    this.#turn();
    const slot = this.#second % seconds;
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
  }

  /** Number of events in the last 60 s. */
  get perMinute(): number {
    this.#turn();
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  #turn(): void {
    const second = Math.floor(this.#clock.monotonic() / 1_000);
    if (second - this.#second >= seconds) this.#counts.fill(0);
    else
      for (let passed = this.#second + 1; passed <= second; passed += 1) this.#counts[passed % seconds] = 0;
    this.#second = Math.max(this.#second, second);
  }
}
