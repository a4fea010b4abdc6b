import {
  backoffDelay,
  err,
  Fault,
  ok,
  sleep,
  type Backoff,
  type Clock,
  type RandomSource,
  type Result,
} from '#shared/kernel/index.ts';
import { Attempt, cancelled, type AttemptHandle, type AttemptLimits } from './attempt.ts';

type OptionalBackoff = { readonly [K in keyof Backoff]?: Backoff[K] | undefined };

export interface RetryOptions extends OptionalBackoff {
  /** Calls in all, the first one included. */
  readonly attempts: number;
  /** Which failures are worth another call; by default those that say of themselves that they are. */
  readonly when?: (fault: Fault) => boolean;
}

export interface ExecuteOptions<T> extends AttemptLimits {
  readonly retry?: RetryOptions | undefined;
  /** What to answer when every attempt failed; the failure is still reported. */
  readonly fallback?: (fault: Fault) => T | Promise<T>;
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
 * one: work without it, and one that only collects its arguments (`...all`), is given a signal that never aborts.
 */
export type Work<T> = (signal: AbortSignal) => T | Promise<T>;

const defaultBackoff: Backoff = { baseMs: 500, capMs: 60_000 };

const neverAborts = new AbortController().signal;

/** A call as its attempts share it. */
interface Call<T> {
  readonly name: string;
  readonly work: (handle: AttemptHandle) => T | Promise<T>;
  readonly options: ExecuteOptions<T>;
  readonly environment: ExecuteEnvironment;
  readonly trace: ExecuteTrace;
}

const attempt = <T>(call: Call<T>, onEnd: (result: Result<T, Fault>) => void): void => {
  call.trace.attempts++;
  new Attempt(call.name, call.options, onEnd).begin(call.work, call.environment.clock);
};

const isWorthRetrying = (fault: Fault, retry: RetryOptions | undefined): Result<boolean, Fault> => {
  try {
    return ok(retry?.when ? retry.when(fault) : fault.retryable);
  } catch (thrown) {
    return err(Fault.from(thrown, 'execute.retry-check-threw'));
  }
};

/** What follows from a failed attempt: more of them, as long as that is wanted, and then the fallback. */
const recover = async <T>(call: Call<T>, first: Fault): Promise<Result<T, Fault>> => {
  const { name, options, environment, trace } = call;
  const limit = options.retry?.attempts ?? 1;
  const backoff: Backoff = {
    baseMs: options.retry?.baseMs ?? defaultBackoff.baseMs,
    capMs: options.retry?.capMs ?? defaultBackoff.capMs,
    plateau: options.retry?.plateau,
  };
  let last = first;
  while (trace.attempts < limit && !options.signal?.aborted) {
    const worth = isWorthRetrying(last, options.retry);
    if (!worth.ok) last = worth.error;
    if (!worth.ok || !worth.value) break;
    const delayMs = backoffDelay(backoff, trace.attempts, environment.random, last.retryAfterMs);
    try {
      await sleep(environment.clock, delayMs, options.signal);
    } catch (reason) {
      last = cancelled(name, reason);
      break;
    }
    const result = await new Promise<Result<T, Fault>>((resolve) => attempt(call, resolve));
    if (result.ok) return result;
    last = result.error;
  }
  if (!options.fallback) return err(last);
  trace.fellBack = last;
  try {
    return ok(await options.fallback(last));
  } catch (thrown) {
    return err(Fault.from(thrown, 'execute.fallback-threw'));
  }
};

/** The same as {@link execute}, for work that may never look at its signal: that is made when it is read. */
export const executeLazily = <T>(
  name: string,
  work: (handle: AttemptHandle) => T | Promise<T>,
  options: ExecuteOptions<T>,
  environment: ExecuteEnvironment,
  trace: ExecuteTrace = { attempts: 0, fellBack: null },
): Promise<Result<T, Fault>> =>
  new Promise((resolve) => {
    const call: Call<T> = { name, work, options, environment, trace };
    attempt(call, (result) => resolve(result.ok ? result : recover(call, result.error)));
  });

/**
 * Runs an operation under a time limit, a breaker and retries, and answers with a value either way: a failure keeps
 * its type, stack and cause. A late answer of an attempt that ran out of time is dropped.
 *
 * @example
 * ```ts
 * const clock = createFakeClock();
 * const environment = { clock, random: createSeededRandom(1) };
 * let calls = 0;
 * const readStats = (signal: AbortSignal) => {
 *   calls++;
 *   if (calls < 3) throw new Fault('obs.busy', 'OBS is busy', { kind: 'transient', retryAfterMs: 1_000 });
 *   return { fps: 60, aborted: signal.aborted };
 * };
 *
 * const stats = execute('read stats', readStats, { timeoutMs: 3_000, retry: { attempts: 5 } }, environment);
 * await clock.advance(60_000);
 * await stats; // => { ok: true, value: { fps: 60, aborted: false } }
 * calls; // => 3
 * ```
 */
export const execute = <T>(
  name: string,
  operation: Work<T>,
  options: ExecuteOptions<T>,
  environment: ExecuteEnvironment,
  trace?: ExecuteTrace,
): Promise<Result<T, Fault>> =>
  executeLazily(
    name,
    // A signal costs more than all the rest: who does not name it is not given one of its own.
    operation.length === 0 ? () => operation(neverAborts) : ({ signal }) => operation(signal),
    options,
    environment,
    trace,
  );
