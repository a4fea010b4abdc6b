import type { AnyOperation, InputOf, ResultOf } from '#shared/catalogue/operations/define.ts';
import { recordKey, type OperationNotice, type OperationRecord } from './operations-store.ts';
import { useOperations, useStores } from './stores-context.tsx';

/** The record of one operation, with its own input and result. */
type RecordOf<TOperation extends AnyOperation> = OperationRecord<InputOf<TOperation>, ResultOf<TOperation>>;

/** Asks the host to do an operation. Resolves with how it ended; with null when a question is asked first. */
export const useOperation = <TOperation extends AnyOperation>(
  operation: TOperation,
): ((input: InputOf<TOperation>, notice?: OperationNotice) => Promise<RecordOf<TOperation> | null>) => {
  const { operations } = useStores();
  return async (input, notice) => {
    const record = await operations.getState().request(operation, input, notice);
    // The record is of this very operation, whose schema has read the result.
    return record as RecordOf<TOperation> | null;
  };
};

/** The record of the last request of the control that this input belongs to; undefined when there was none. */
export const useOperationRecord = <TOperation extends AnyOperation>(
  operation: TOperation,
  input: InputOf<TOperation>,
): RecordOf<TOperation> | undefined => {
  const record = useOperations((state) => state.records.get(recordKey(operation, input)));
  // The key begins with the operation, so the input is one of its own.
  return record as RecordOf<TOperation> | undefined;
};
