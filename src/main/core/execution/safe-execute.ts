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
  /** Number of calls, including the first. */
  readonly attempts: number;
  /** Returns true for failures worth a retry; by default the retryable ones. */
  readonly when?: (fault: Fault) => boolean;
}

export interface ExecuteOptions<T> extends AttemptLimits {
  readonly retry?: RetryOptions | undefined;
  /** Provides a value when every attempt failed. The failure is still reported. */
  readonly fallback?: (fault: Fault) => T | Promise<T>;
}

export interface ExecuteEnvironment {
  readonly clock: Clock;
  readonly random: RandomSource;
}

/** The course of an execution, for reporting. */
export interface ExecuteTrace {
  attempts: number;
  /** Set when the value comes from the fallback. */
  fellBack: Fault | null;
}

/**
 * The work. Its signal aborts when the attempt times out or the call is cancelled. Only work that names the
 * parameter gets its own signal: work without it, or with only rest parameters (`...all`), gets a signal that
 * never aborts.
 */
export type Work<T> = (signal: AbortSignal) => T | Promise<T>;

const defaultBackoff: Backoff = { baseMs: 500, capMs: 60_000 };

const neverAborts = new AbortController().signal;

/** A call, shared by its attempts. */
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

/** Handles a failed attempt: retries as configured, then the fallback. */
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

/** Like {@link execute}, for work that may never read its signal: the signal is created when it is read. */
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
 * Runs an operation with a timeout, a breaker and retries. Returns a result in any case: a failure keeps its
 * type, stack and cause. The late result of a timed-out attempt is dropped.
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
    // A signal costs more than everything else, so only work that names it gets its own.
    operation.length === 0 ? () => operation(neverAborts) : ({ signal }) => operation(signal),
    options,
    environment,
    trace,
  );
