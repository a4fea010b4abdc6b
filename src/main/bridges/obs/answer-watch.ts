import type { Clock, Fault } from '#shared/kernel/index.ts';

/** Faults that still count as answers: OBS responded, but refused the request or sent an invalid answer. */
const answersOfSorts: ReadonlySet<string> = new Set(['obs.bad-answer', 'obs.refused', 'obs.not-ready']);

/** Records the time of OBS's last sign of life, and whether a call has timed out since the last answer. */
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

  /** True from a call's timeout until the next answer. */
  get timedOut(): boolean {
    return this.#timedOut;
  }

  /** Restarts the silence measurement after a time in which no answer was possible or expected. */
  restart(): void {
    this.#lastSignAt = this.#clock.monotonic();
  }

  /** Records the outcome of a call: `undefined` for an answer. */
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
