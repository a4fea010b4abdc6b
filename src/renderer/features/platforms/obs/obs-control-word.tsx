import { ForeignText } from '../../../ui/index.ts';
import classes from './obs-panel.module.css';
import { useControlRecord } from './use-obs-control.ts';

/** Under a control: that OBS was asked and has not done it yet, or why it did not. Spoken as it comes. */
export const ObsControlWord = ({ id, control }: { id: string; control: string }) => {
  const record = useControlRecord(id, control);
  return (
    <output className={classes.word} data-phase={record?.phase}>
      {record?.phase === 'asked' && 'Asked, waiting until OBS does it'}
      {record?.phase === 'refused' && <ForeignText>{record.message ?? ''}</ForeignText>}
    </output>
  );
};
