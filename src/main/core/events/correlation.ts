import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';

/** The correlation of the current work. It follows the work through every `await`. */
export interface Correlation {
  /** Shared by everything that one command or one message caused. */
  readonly correlationId: string;
  /** The event that the current work responds to; null at the start. */
  readonly causeId: string | null;
  /**
   * Number of events between the start and this one; guards against events that cause each other for ever.
   */
  readonly depth: number;
}

/** Carries the correlation through asynchronous work. */
export class CorrelationContext {
  readonly #storage = new AsyncLocalStorage<Correlation>();

  get current(): Correlation | undefined {
    return this.#storage.getStore();
  }

  /** Runs the work with a correlation. */
  run<T>(correlation: Correlation, work: () => T): T {
    // The storage's own `run` makes two frames, one to enter and one to leave; a resource leaves to the frame
    // it came from.
    return new AsyncResource('correlation').runInAsyncScope(() => {
      this.#storage.enterWith(correlation);
      return work();
    });
  }

  /** Binds the work to the current correlation, to be run later. */
  bind(work: () => void): () => void {
    const correlation = this.current;
    return () => (correlation ? this.run(correlation, work) : this.detach(work));
  }

  /** Runs the work without a correlation: for work that outlives its initiator, such as a shared timer. */
  detach<T>(work: () => T): T {
    return this.#storage.exit(work);
  }
}
