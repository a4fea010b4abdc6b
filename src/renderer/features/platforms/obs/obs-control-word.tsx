import { ForeignText } from '../../../ui/index.ts';
import classes from './obs-panel.module.css';
import type { AnyOperation, InputOf } from '#shared/catalogue/operations/define.ts';
import { useOperationRecord } from '../../../stores/use-operation.ts';

/** Under a control: that OBS was asked and has not done it yet, or why it did not. Spoken as it comes. */
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
      {record?.phase === 'asked' && 'Asked, waiting until OBS does it'}
      {record?.phase === 'refused' && <ForeignText>{record.message ?? ''}</ForeignText>}
    </output>
  );
};
