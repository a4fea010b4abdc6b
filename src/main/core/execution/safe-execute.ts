import { err, Fault, ok, sleep, type Clock, type RandomSource, type Result } from '#shared/kernel/index.ts';
import { backoffDelay, type Backoff } from './backoff.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import { callAsync, settleWithin } from './time-limit.ts';

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

/** Work under a time limit is given a signal; work without one shares this, which never aborts. */
export type Operation<T> = (signal: AbortSignal) => T | Promise<T>;

const defaultBackoff: Backoff = { baseMs: 500, capMs: 60_000 };

const timeOver = (name: string, limitMs: number): Fault =>
  new Fault('execute.timed-out', `${name} did not answer within ${limitMs} ms`, { kind: 'transient' });

const cancelled = (name: string, reason: unknown): Fault =>
  reason instanceof Fault
    ? reason
    : new Fault('execute.cancelled', `${name} was cancelled`, { kind: 'dependency', cause: reason });

/** One attempt: as fast as a plain call when nothing limits it. */
const attemptOnce = async <T>(
  name: string,
  operation: Operation<T>,
  options: ExecuteOptions<T>,
  environment: ExecuteEnvironment,
): Promise<Result<T, Fault>> => {
  if (options.timeoutMs === undefined && options.signal === undefined) {
    try {
      return ok(await operation(neverAborts));
    } catch (thrown) {
      return err(Fault.from(thrown, 'execute.threw'));
    }
  }
  const controller = new AbortController();
  const { signal } = options;
  let onAbort: (() => void) | undefined;
  const aborted =
    signal &&
    new Promise<never>((_, reject) => {
      onAbort = () => {
        const fault = cancelled(name, signal.reason);
        controller.abort(fault);
        reject(fault);
      };
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
    });
  try {
    const call = signal?.aborted
      ? new Promise<never>(() => undefined)
      : callAsync(() => operation(controller.signal));
    const work = aborted ? Promise.race([call, aborted]) : call;
    const outcome = await settleWithin(environment.clock, work, options.timeoutMs ?? null);
    if (outcome.status === 'fulfilled') return ok(outcome.value);
    if (outcome.status === 'rejected') return err(Fault.from(outcome.reason, 'execute.threw'));
    const fault = timeOver(name, options.timeoutMs ?? 0);
    controller.abort(fault);
    return err(fault);
  } finally {
    if (onAbort) signal?.removeEventListener('abort', onAbort);
  }
};

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
      const result = await attemptOnce(name, operation, options, environment);
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
