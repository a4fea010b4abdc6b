import { Button, Modal } from '@mantine/core';
import { useOperations } from '../stores/stores-context.tsx';
import { ForeignText, KeyHint } from '../ui/index.ts';
import classes from './plan-dialog.module.css';

/** Asks before a costly operation, in the operation's own words. */
export const OperationDialog = () => {
  const question = useOperations((state) => state.pending?.question ?? null);
  const confirm = useOperations((state) => state.confirm);
  const cancel = useOperations((state) => state.cancel);
  return (
    <Modal
      opened={question !== null}
      onClose={cancel}
      title={<ForeignText>{question?.title ?? ''}</ForeignText>}
    >
      <p className={classes.lead}>
        <ForeignText>{question?.text ?? ''}</ForeignText>
      </p>
      <div className={classes.buttons}>
        <Button data-autofocus onClick={cancel} rightSection={<KeyHint keys={['Esc']} />}>
          <ForeignText>{question?.no ?? ''}</ForeignText>
        </Button>
        <Button variant="filled" onClick={() => void confirm()}>
          <ForeignText>{question?.yes ?? ''}</ForeignText>
        </Button>
      </div>
    </Modal>
  );
};
