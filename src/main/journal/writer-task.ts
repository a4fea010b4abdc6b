import { err, type Fault, type Result } from '#shared/kernel/index.ts';

/**
 * A long task of the writer thread. Only one task of a kind runs at a time; the thread replies when it is
 * done.
 */
export class WriterTask<Outcome> {
  readonly #failure: (reason: string) => Fault;
  readonly #underWay: string;
  #settle: ((outcome: Result<Outcome, Fault>) => void) | undefined;

  /** `failure` turns a reason into a fault; `underWay` is the reason given while a task is running. */
  constructor(failure: (reason: string) => Fault, underWay: string) {
    this.#failure = failure;
    this.#underWay = underWay;
  }

  /**
   * Runs `ask` and waits for {@link settle} or {@link fail}. Fails at once when there is an `obstacle` or
   * another task runs.
   */
  async run(obstacle: string | null, ask: () => void): Promise<Result<Outcome, Fault>> {
    if (obstacle !== null) return err(this.#failure(obstacle));
    if (this.#settle) return err(this.#failure(this.#underWay));
    const { promise, resolve } = Promise.withResolvers<Result<Outcome, Fault>>();
    this.#settle = resolve;
    ask();
    try {
      return await promise;
    } finally {
      this.#settle = undefined;
    }
  }

  settle(outcome: Result<Outcome, Fault>): void {
    this.#settle?.(outcome);
  }

  fail(reason: string): void {
    this.#settle?.(err(this.#failure(reason)));
  }
}
