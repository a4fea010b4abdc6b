import {
  err,
  Fault,
  ok,
  startDeadline,
  type AbortSource,
  type Clock,
  type Result,
} from '#shared/kernel/index.ts';
import type { CircuitBreaker, CircuitPass } from './circuit-breaker.ts';

/**
 * The handle that an attempt passes to the work. The signal is created when it is first read, so work that
 * never reads it costs none.
 */
export interface AttemptHandle {
  /** Aborts when the attempt times out or the call is cancelled. */
  readonly signal: AbortSignal;
}

/** The limits of each attempt of a call. */
export interface AttemptLimits {
  /** Timeout of one attempt, milliseconds. */
  readonly timeoutMs?: number | undefined;
  readonly breaker?: CircuitBreaker | undefined;
  /** Cancels the call from outside. */
  readonly signal?: AbortSource | undefined;
}

const timeOver = (name: string, limitMs: number): Fault =>
  new Fault('execute.timed-out', `${name} did not answer within ${limitMs} ms`, { kind: 'transient' });

/** Returns the fault of a cancelled call: the abort reason, when it is a fault. */
export const cancelled = (name: string, reason: unknown): Fault =>
  reason instanceof Fault
    ? reason
    : new Fault('execute.cancelled', `${name} was cancelled`, { kind: 'dependency', cause: reason });

const isPromiseLike = <T>(returned: T | PromiseLike<T>): returned is PromiseLike<T> =>
  typeof returned === 'object' &&
  returned !== null &&
  'then' in returned &&
  typeof returned.then === 'function';

/**
 * One attempt of a call. It ends once, by whatever happens first: the breaker's refusal, the result, the
 * timeout or the caller's signal. Later results are dropped. It has no promise of its own, so that a call
 * that succeeds at once, which is nearly every call, costs its caller a single promise.
 */
export class Attempt<T> implements AttemptHandle {
  readonly #name: string;
  readonly #limits: AttemptLimits;
  readonly #onEnd: (result: Result<T, Fault>) => void;
  #pass: CircuitPass | null = null;
  #deadline: Disposable | null = null;
  #onAbort: (() => void) | null = null;
  #controller: AbortController | null = null;
  #reason: Fault | null = null;
  #ended = false;

  constructor(name: string, limits: AttemptLimits, onEnd: (result: Result<T, Fault>) => void) {
    this.#name = name;
    this.#limits = limits;
    this.#onEnd = onEnd;
  }

  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController();
      // Read too late: the attempt was already given up.
      if (this.#reason !== null) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** Called once. Calls `onEnd` once, synchronously when the work returns synchronously. */
  begin(work: (handle: AttemptHandle) => T | Promise<T>, clock: Clock): void {
    const { signal, breaker, timeoutMs } = this.#limits;
    if (signal?.aborted) {
      this.#end(err(cancelled(this.#name, signal.reason)));
      return;
    }
    if (breaker !== undefined) {
      const entered = breaker.enter();
      if (!entered.ok) {
        this.#end(entered);
        return;
      }
      this.#pass = entered.value;
    }
    if (signal !== undefined) {
      this.#onAbort = () => this.#giveUp(cancelled(this.#name, signal.reason));
      signal.addEventListener('abort', this.#onAbort);
    }
    if (timeoutMs !== undefined)
      this.#deadline = startDeadline(clock, () => this.#giveUp(timeOver(this.#name, timeoutMs)), timeoutMs);
    let returned: T | Promise<T>;
    try {
      returned = work(this);
    } catch (thrown) {
      this.#fail(Fault.from(thrown, 'execute.threw'));
      return;
    }
    if (isPromiseLike(returned)) {
      returned.then(
        (value) => this.#succeed(value),
        (thrown: unknown) => this.#fail(Fault.from(thrown, 'execute.threw')),
      );
    } else {
      this.#succeed(returned);
    }
  }

  #succeed(value: T): void {
    if (this.#ended) return;
    this.#pass?.succeeded();
    this.#end(ok(value));
  }

  #fail(fault: Fault): void {
    if (this.#ended) return;
    this.#pass?.failed(fault);
    this.#end(err(fault));
  }

  #giveUp(fault: Fault): void {
    this.#reason = fault;
    this.#controller?.abort(fault);
    this.#fail(fault);
  }

  #end(result: Result<T, Fault>): void {
    this.#ended = true;
    this.#deadline?.[Symbol.dispose]();
    if (this.#onAbort !== null) this.#limits.signal?.removeEventListener('abort', this.#onAbort);
    this.#onEnd(result);
  }
}
