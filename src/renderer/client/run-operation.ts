import type { z } from 'zod';
import type { AnyOperation } from '#shared/catalogue/operations/define.ts';
import type { CuelightClient } from './cuelight-client.ts';

/** The answer to an operation that succeeded. */
export interface OperationAnswer<TResult> {
  readonly result: TResult;
  /** A message beside the success; null for none. */
  readonly message: string | null;
  /** The call that undoes the operation; null when none does. */
  readonly undo: { readonly operation: string; readonly input: object } | null;
}

/**
 * The procedure of any operation. The host checks the input with the operation's schema, so this signature
 * stays loose.
 */
type Procedure = {
  call(input?: object, options?: { readonly signal?: AbortSignal }): Promise<OperationAnswer<unknown>>;
}['call'];

/** Runs an operation on the host. Rejects like every call. */
export const runOperation = async <TInput extends z.ZodType<object>, TResult extends z.ZodType>(
  client: Pick<CuelightClient, 'operations'>,
  operation: AnyOperation & { readonly input: TInput; readonly result: TResult },
  input: z.output<TInput>,
  options: { readonly signal?: AbortSignal } = {},
): Promise<OperationAnswer<z.output<TResult>>> => {
  const procedures: Readonly<Record<string, Procedure>> = client.operations.do;
  const run = procedures[operation.id];
  if (!run) throw new TypeError(`The contract has no operation ${operation.id}`);
  const answer = await run(input, options);
  return { ...answer, result: operation.result.parse(answer.result) };
};
