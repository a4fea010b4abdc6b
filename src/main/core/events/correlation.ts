import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';

/** What the work under way belongs to. It follows the work through every `await`. */
export interface Correlation {
  /** Shared by all that one command or one message led to. */
  readonly correlationId: string;
  /** The event that the work under way answers; null at the beginning. */
  readonly causeId: string | null;
  /** How many events lie between the beginning and this; a guard against events that cause each other for ever. */
  readonly depth: number;
}

/** Carries the correlation along with asynchronous work. */
export class CorrelationContext {
  readonly #storage = new AsyncLocalStorage<Correlation>();

  get current(): Correlation | undefined {
    return this.#storage.getStore();
  }

  /** Does the work as part of something. */
  run<T>(correlation: Correlation, work: () => T): T {
    // The storage's own `run` makes two frames, one to enter and one to leave; a resource leaves to the frame it came from.
    return new AsyncResource('correlation').runInAsyncScope(() => {
      this.#storage.enterWith(correlation);
      return work();
    });
  }

  /** The work, to be done later as part of what is under way now. */
  bind(work: () => void): () => void {
    const correlation = this.current;
    return () => (correlation ? this.run(correlation, work) : this.detach(work));
  }

  /** Does the work as part of nothing: for what outlives its beginner, such as a timer that serves everybody. */
  detach<T>(work: () => T): T {
    return this.#storage.exit(work);
  }
}
