import { ok, type Fault, type Result } from '#shared/kernel/index.ts';

/**
 * Turns the result of an action into the result of an operation.
 *
 * @example
 * ```ts
 * answerWith(ok({ path: 'replay.mkv' })); // => { ok: true, value: { result: { path: 'replay.mkv' } } }
 * ```
 */
export const answerWith = <TResult>(
  done: Result<TResult, Fault>,
): Result<{ readonly result: TResult }, Fault> => (done.ok ? ok({ result: done.value }) : done);

/**
 * Returns a given result when the action succeeds.
 *
 * @example
 * ```ts
 * answerWhenDone(ok(undefined), { on: true }); // => { ok: true, value: { result: { on: true } } }
 * ```
 */
export const answerWhenDone = <const TResult>(
  done: Result<unknown, Fault>,
  result: TResult,
): Result<{ readonly result: TResult }, Fault> => (done.ok ? ok({ result }) : done);
