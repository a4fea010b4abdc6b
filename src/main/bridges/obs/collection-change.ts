import type { Clock } from '#shared/kernel/index.ts';

/**
 * A change of the scene collection. Everything is read again when OBS reports the end of the change, or after
 * a time limit.
 */
export class CollectionChange implements Disposable {
  readonly #options: {
    readonly clock: Clock;
    readonly limitMs: number;
    /** Called when OBS did not report the end of the change in time. */
    readonly onTimeUp: () => void;
    readonly readAgain: () => void;
  };
  #timer: Disposable | undefined;

  constructor(options: {
    readonly clock: Clock;
    readonly limitMs: number;
    readonly onTimeUp: () => void;
    readonly readAgain: () => void;
  }) {
    this.#options = options;
  }

  begin(): void {
    const { clock, limitMs, onTimeUp, readAgain } = this.#options;
    this[Symbol.dispose]();
    this.#timer = clock.setTimeout(() => {
      onTimeUp();
      readAgain();
    }, limitMs);
  }

  end(): void {
    this[Symbol.dispose]();
    this.#options.readAgain();
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
  }
}
