import type { z } from 'zod';
import type { AnyOperation } from '#shared/catalogue/operations/define.ts';
import type { CuelightClient } from './cuelight-client.ts';

/** How an operation ended that was carried out. */
export interface OperationAnswer<TResult> {
  readonly result: TResult;
  /** What there is to tell beside that it was done; null for nothing. */
  readonly message: string | null;
  /** The call that takes it back; null when nothing does. */
  readonly undo: { readonly operation: string; readonly input: object } | null;
}

/** The procedure of any operation. A method, as those of the catalogue are: the host checks the input by the same schema. */
type Procedure = {
  call(input?: object, options?: { readonly signal?: AbortSignal }): Promise<OperationAnswer<unknown>>;
}['call'];

/** Asks the host to do something. Rejects as every call does. */
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
