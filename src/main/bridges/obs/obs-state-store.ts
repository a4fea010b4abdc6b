import type { Clock } from '#shared/kernel/index.ts';
import { unknownObsState, type ObsState } from '#main/bridges/ports/index.ts';

interface Wait {
  readonly predicate: (state: ObsState) => boolean;
  readonly settle: (held: boolean) => void;
}

/** The known state of OBS, with waits for changes. */
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

  /** Resolves true as soon as the predicate is true; false after the limit or when the state was cleared. */
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

  /** Clears the state and ends every wait. */
  forget(): void {
    this.#state = unknownObsState;
    for (const wait of this.#waits) wait.settle(false);
    this.#onChange();
  }
}
