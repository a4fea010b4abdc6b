import type { z } from 'zod';
import type { AnyOperation } from '#shared/catalogue/operations/define.ts';
import type { ContractClient } from './contract-suite.ts';

type Procedure = { call(input: object): Promise<{ readonly result: unknown }> }['call'];

/** Runs an operation over the contract, with any input. The contract refuses invalid input. */
export const run = async <TResult extends z.ZodType>(
  client: ContractClient,
  operation: AnyOperation & { readonly result: TResult },
  input: object,
): Promise<z.output<TResult>> => {
  const procedures: Readonly<Record<string, Procedure>> = client.operations.do;
  const call = procedures[operation.id];
  if (!call) throw new TypeError(`The contract has no operation ${operation.id}`);
  return operation.result.parse((await call(input)).result);
};
