import { err, type Fault, type Result } from '#shared/kernel/index.ts';

/** Something long that the writing thread is asked for, one at a time, and answers when it is done. */
export class WriterTask<Outcome> {
  readonly #failure: (reason: string) => Fault;
  readonly #underWay: string;
  #settle: ((outcome: Result<Outcome, Fault>) => void) | undefined;

  /** `failure` puts a reason into words; `underWay` is the reason while one is running. */
  constructor(failure: (reason: string) => Fault, underWay: string) {
    this.#failure = failure;
    this.#underWay = underWay;
  }

  /** Runs `ask` and waits for {@link settle} or {@link fail}. Fails at once with `obstacle`, or while another runs. */
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
