import type { AnyOperation, InputOf, ResultOf } from '#shared/catalogue/operations/define.ts';
import { recordKey, type OperationNotice, type OperationRecord } from './operations-store.ts';
import { useOperations, useStores } from './stores-context.tsx';

/** The record of one operation with its input and result types. */
type RecordOf<TOperation extends AnyOperation> = OperationRecord<InputOf<TOperation>, ResultOf<TOperation>>;

/**
 * Returns a function that runs an operation on the host. It resolves with the end; with null when a question
 * comes first.
 */
export const useOperation = <TOperation extends AnyOperation>(
  operation: TOperation,
): ((input: InputOf<TOperation>, notice?: OperationNotice) => Promise<RecordOf<TOperation> | null>) => {
  const { operations } = useStores();
  return async (input, notice) => {
    const record = await operations.getState().request(operation, input, notice);
    // The record belongs to this operation, whose schema has parsed the result.
    return record as RecordOf<TOperation> | null;
  };
};

/** Returns the last record of the control with this input; undefined without one. */
export const useOperationRecord = <TOperation extends AnyOperation>(
  operation: TOperation,
  input: InputOf<TOperation>,
): RecordOf<TOperation> | undefined => {
  const record = useOperations((state) => state.records.get(recordKey(operation, input)));
  // The key starts with the operation, so the input type is right.
  return record as RecordOf<TOperation> | undefined;
};
