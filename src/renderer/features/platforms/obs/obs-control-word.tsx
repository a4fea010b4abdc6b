import { ForeignText } from '../../../ui/index.ts';
import classes from './obs-panel.module.css';
import type { AnyOperation, InputOf } from '#shared/catalogue/operations/define.ts';
import { useOperationRecord } from '../../../stores/use-operation.ts';

/** The progress of a control's request: pending, or the reason of a refusal. Screen readers announce it. */
export const ObsControlWord = <TOperation extends AnyOperation>({
  operation,
  input,
}: {
  operation: TOperation;
  /** Any input of the control. */
  input: InputOf<TOperation>;
}) => {
  const record = useOperationRecord(operation, input);
  return (
    <output className={classes.word} data-phase={record?.phase}>
      {record?.phase === 'asked' && 'Pending…'}
      {record?.phase === 'refused' && <ForeignText>{record.message ?? ''}</ForeignText>}
    </output>
  );
};
