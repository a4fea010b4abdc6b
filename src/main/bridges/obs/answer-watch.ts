import type { Clock, Fault } from '#shared/kernel/index.ts';

/** Faults that are answers all the same: OBS is alive, but refused the request or answered nonsense. */
const answersOfSorts: ReadonlySet<string> = new Set(['obs.bad-answer', 'obs.refused', 'obs.not-ready']);

/** Keeps when OBS last gave a sign of life, and if a call has timed out since its last answer. */
export class AnswerWatch {
  readonly #clock: Clock;
  readonly #onTimeout: (fault: Fault) => void;
  #lastSignAt: number;
  #timedOut = false;

  constructor(clock: Clock, onTimeout: (fault: Fault) => void) {
    this.#clock = clock;
    this.#onTimeout = onTimeout;
    this.#lastSignAt = clock.monotonic();
  }

  /** Milliseconds since the last sign of life. */
  get silenceMs(): number {
    return this.#clock.monotonic() - this.#lastSignAt;
  }

  /** True from a call that timed out until the next answer. */
  get timedOut(): boolean {
    return this.#timedOut;
  }

  /** Starts counting the silence afresh: for a time in which no answer could be had, or none was due. */
  restart(): void {
    this.#lastSignAt = this.#clock.monotonic();
  }

  /** Takes the outcome of a call: `undefined` for an answer. */
  note(fault: Fault | undefined): void {
    if (fault?.code === 'obs.timeout') {
      this.#timedOut = true;
      this.#onTimeout(fault);
      return;
    }
    if (fault && !answersOfSorts.has(fault.code)) return;
    this.restart();
    this.#timedOut = false;
  }
}
