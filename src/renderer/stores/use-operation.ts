import type { z } from 'zod';
import type { AnyOperation } from '#shared/catalogue/operations/define.ts';
import { recordKey, type OperationNotice, type OperationRecord } from './operations-store.ts';
import { useOperations, useStores } from './stores-context.tsx';

/** An operation as a hook takes it: what of it types the input, and all that a list knows of it. */
type Known<TInput extends z.ZodType<object>> = AnyOperation & { readonly input: TInput };

/** Asks the host to do an operation. Resolves with how it ended; with null when a question is asked first. */
export const useOperation = <TInput extends z.ZodType<object>>(
  operation: Known<TInput>,
): ((input: z.output<TInput>, notice?: OperationNotice) => Promise<OperationRecord | null>) => {
  const { operations } = useStores();
  return (input, notice) => operations.getState().request(operation, input, notice);
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
