import { ok, type Fault, type Result } from '#shared/kernel/index.ts';

/**
 * Answers with what was done as the result of an operation.
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
 * Answers with a result that is known beforehand, when it was done.
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
