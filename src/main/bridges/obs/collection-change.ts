import type { Clock } from '#shared/kernel/index.ts';

/** The change of the scene collection: everything is read again when OBS says that it is over, or after a limit. */
export class CollectionChange implements Disposable {
  readonly #options: {
    readonly clock: Clock;
    readonly limitMs: number;
    /** OBS did not say in time that the change is over. */
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
