import {
  err,
  Fault,
  ok,
  sleep,
  startDeadline,
  type Clock,
  type RandomSource,
  type Result,
} from '#shared/kernel/index.ts';
import { backoffDelay, type Backoff } from './backoff.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';

export interface RetryOptions extends Partial<Backoff> {
  /** Calls in all, the first one included. */
  readonly attempts: number;
  /** Which failures are worth another call; by default those that say of themselves that they are. */
  readonly when?: (fault: Fault) => boolean;
}

export interface ExecuteOptions<T> {
  /** Time for one attempt, milliseconds. The operation's signal aborts when it is over. */
  readonly timeoutMs?: number;
  readonly retry?: RetryOptions;
  readonly breaker?: CircuitBreaker;
  /** What to answer when every attempt failed; the failure is still reported. */
  readonly fallback?: (fault: Fault) => T | Promise<T>;
  readonly signal?: AbortSignal;
}

export interface ExecuteEnvironment {
  readonly clock: Clock;
  readonly random: RandomSource;
}

/** How an execution went, for whoever reports it. */
export interface ExecuteTrace {
  attempts: number;
  /** Set when the value is the fallback's. */
  fellBack: Fault | null;
}

/**
 * The work. Its signal aborts when the attempt's time is over or the call is cancelled. Name the parameter to be given
 * one: an operation without it, and one that only collects its arguments (`...all`), is given a signal that never aborts.
 */
export type Operation<T> = (signal: AbortSignal) => T | Promise<T>;

const defaultBackoff: Backoff = { baseMs: 500, capMs: 60_000 };

const timeOver = (name: string, limitMs: number): Fault =>
  new Fault('execute.timed-out', `${name} did not answer within ${limitMs} ms`, { kind: 'transient' });

const cancelled = (name: string, reason: unknown): Fault =>
  reason instanceof Fault
    ? reason
    : new Fault('execute.cancelled', `${name} was cancelled`, { kind: 'dependency', cause: reason });

/** One attempt that nothing limits: as fast as a plain call. */
const attemptFreely = async <T>(operation: Operation<T>): Promise<Result<T, Fault>> => {
  try {
    return ok(await operation(neverAborts));
  } catch (thrown) {
    return err(Fault.from(thrown, 'execute.threw'));
  }
};

/** One attempt that a time limit or somebody's signal may end. One promise and one deadline serve all ways to end. */
const attemptWithin = <T>(
  name: string,
  operation: Operation<T>,
  { timeoutMs, signal }: ExecuteOptions<T>,
  { clock }: ExecuteEnvironment,
): Promise<Result<T, Fault>> =>
  new Promise((resolve) => {
    if (signal?.aborted) {
      resolve(err(cancelled(name, signal.reason)));
      return;
    }
    // A signal costs more than all the rest: who does not name it is not given one of its own.
    const controller = operation.length === 0 ? null : new AbortController();
    const end = (result: Result<T, Fault>): void => {
      deadline?.[Symbol.dispose]();
      signal?.removeEventListener('abort', onAbort);
      resolve(result);
    };
    const giveUp = (fault: Fault): void => {
      controller?.abort(fault);
      end(err(fault));
    };
    const onAbort = (): void => giveUp(cancelled(name, signal?.reason));
    signal?.addEventListener('abort', onAbort, { once: true });
    const deadline =
      timeoutMs === undefined
        ? undefined
        : startDeadline(clock, () => giveUp(timeOver(name, timeoutMs)), timeoutMs);
    const failed = (thrown: unknown): void => end(err(Fault.from(thrown, 'execute.threw')));
    try {
      const returned = operation(controller?.signal ?? neverAborts);
      if (isPromiseLike(returned)) returned.then((value) => end(ok(value)), failed);
      else end(ok(returned));
    } catch (thrown) {
      failed(thrown);
    }
  });

const isPromiseLike = <T>(returned: T | PromiseLike<T>): returned is PromiseLike<T> =>
  typeof returned === 'object' &&
  returned !== null &&
  'then' in returned &&
  typeof returned.then === 'function';

const neverAborts = new AbortController().signal;

/**
 * Runs an operation under a time limit, a breaker and retries, and answers with a value either way: a failure keeps
 * its type, stack and cause. A late answer of an attempt that ran out of time is dropped.
 */
export const execute = async <T>(
  name: string,
  operation: Operation<T>,
  options: ExecuteOptions<T>,
  environment: ExecuteEnvironment,
  trace: ExecuteTrace = { attempts: 0, fellBack: null },
): Promise<Result<T, Fault>> => {
  const limit = options.retry?.attempts ?? 1;
  const worthRetrying = options.retry?.when ?? ((fault: Fault) => fault.retryable);
  let last: Fault;
  for (;;) {
    trace.attempts++;
    const pass = options.breaker?.enter();
    if (pass && !pass.ok) {
      last = pass.error;
    } else {
      const result = await (options.timeoutMs === undefined && options.signal === undefined
        ? attemptFreely(operation)
        : attemptWithin(name, operation, options, environment));
      if (result.ok) {
        pass?.value.succeeded();
        return result;
      }
      last = result.error;
      pass?.value.failed(last);
    }
    if (trace.attempts >= limit || options.signal?.aborted || !worthRetrying(last)) break;
    const backoff = { ...defaultBackoff, ...options.retry };
    const delayMs = backoffDelay(backoff, trace.attempts, environment.random, last.retryAfterMs);
    try {
      await sleep(environment.clock, delayMs, options.signal);
    } catch (reason) {
      last = cancelled(name, reason);
      break;
    }
  }
  if (!options.fallback) return err(last);
  trace.fellBack = last;
  try {
    return ok(await options.fallback(last));
  } catch (thrown) {
    return err(Fault.from(thrown, 'execute.fallback-threw'));
  }
};
