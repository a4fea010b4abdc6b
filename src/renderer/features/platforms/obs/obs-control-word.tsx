import { ForeignText } from '../../../ui/index.ts';
import classes from './obs-panel.module.css';
import type { z } from 'zod';
import type { AnyOperation } from '#shared/catalogue/operations/define.ts';
import { useOperationRecord } from '../../../stores/use-operation.ts';

/** Under a control: that OBS was asked and has not done it yet, or why it did not. Spoken as it comes. */
export const ObsControlWord = <TInput extends z.ZodType<object>>({
  operation,
  input,
}: {
  operation: AnyOperation & { readonly input: TInput };
  /** Any input of the control. */
  input: z.output<TInput>;
}) => {
  const record = useOperationRecord(operation, input);
  return (
    <output className={classes.word} data-phase={record?.phase}>
      {record?.phase === 'asked' && 'Asked, waiting until OBS does it'}
      {record?.phase === 'refused' && <ForeignText>{record.message ?? ''}</ForeignText>}
    </output>
  );
};
