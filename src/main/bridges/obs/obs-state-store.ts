import type { Clock } from '#shared/kernel/index.ts';
import { unknownObsState, type ObsState } from '#main/bridges/ports/index.ts';

interface Wait {
  readonly predicate: (state: ObsState) => boolean;
  readonly settle: (held: boolean) => void;
}

/** The state of OBS as far as it is known, with those who wait for it to change. */
export class ObsStateStore {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #waits = new Set<Wait>();
  #state: ObsState = unknownObsState;

  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  get state(): ObsState {
    return this.#state;
  }

  update(change: Partial<ObsState>): void {
    this.#state = { ...this.#state, ...change };
    for (const wait of this.#waits) if (wait.predicate(this.#state)) wait.settle(true);
    this.#onChange();
  }

  /** Resolves true as soon as the predicate holds, false when the time is up or everything was forgotten. */
  waitFor(predicate: (state: ObsState) => boolean, limitMs: number): Promise<boolean> {
    if (predicate(this.#state)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const wait: Wait = {
        predicate,
        settle: (held) => {
          timer[Symbol.dispose]();
          this.#waits.delete(wait);
          resolve(held);
        },
      };
      const timer = this.#clock.setTimeout(() => wait.settle(false), limitMs);
      this.#waits.add(wait);
    });
  }

  /** Forgets everything and ends every wait. */
  forget(): void {
    this.#state = unknownObsState;
    for (const wait of this.#waits) wait.settle(false);
    this.#onChange();
  }
}
