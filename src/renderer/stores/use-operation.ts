import type { z } from 'zod';
import type { AnyOperation } from '#shared/catalogue/operations/define.ts';
import { recordKey, type OperationNotice, type OperationRecord } from './operations-store.ts';
import { useOperations, useStores } from './stores-context.tsx';

/** An operation as a hook takes it: what of it types the input and the result, and all that a list knows of it. */
type Known<TInput extends z.ZodType<object>, TResult extends z.ZodType = z.ZodType> = AnyOperation & {
  readonly input: TInput;
  readonly result: TResult;
};

/** Asks the host to do an operation. Resolves with how it ended; with null when a question is asked first. */
export const useOperation = <TInput extends z.ZodType<object>, TResult extends z.ZodType>(
  operation: Known<TInput, TResult>,
): ((
  input: z.output<TInput>,
  notice?: OperationNotice,
) => Promise<OperationRecord<z.output<TInput>, z.output<TResult>> | null>) => {
  const { operations } = useStores();
  return async (input, notice) => {
    const record = await operations.getState().request(operation, input, notice);
    // The record is of this very operation, whose schema has read the result.
    return record as OperationRecord<z.output<TInput>, z.output<TResult>> | null;
  };
};

/** How the last request of the control went that this input belongs to; undefined when there was none. */
export const useOperationRecord = <TInput extends z.ZodType<object>>(
  operation: Known<TInput>,
  input: z.output<TInput>,
): OperationRecord<z.output<TInput>> | undefined => {
  const record = useOperations((state) => state.records.get(recordKey(operation, input)));
  // The key begins with the operation, so the input is one of its own.
  return record as OperationRecord<z.output<TInput>> | undefined;
};
