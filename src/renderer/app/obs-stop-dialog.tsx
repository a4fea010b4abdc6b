import { Button, Modal } from '@mantine/core';
import { isolate } from '#shared/kernel/index.ts';
import { useComponent, useObsControls } from '../stores/stores-context.tsx';
import { KeyHint } from '../ui/index.ts';
import classes from './plan-dialog.module.css';

/** Asks before a stream is stopped: nothing else in the window ends a show. */
export const ObsStopDialog = () => {
  const id = useObsControls((state) => state.pendingStop);
  const confirm = useObsControls((state) => state.confirm);
  const cancel = useObsControls((state) => state.cancel);
  const title = useComponent(id ?? '')?.title ?? id;
  return (
    <Modal opened={id !== null} onClose={cancel} title={`Stop the stream of ${isolate(title ?? '')}`}>
      <p className={classes.lead}>
        The show goes off air for everybody who watches. A recording goes on; a stream that is started again
        may count as a new one.
      </p>
      <div className={classes.buttons}>
        <Button data-autofocus onClick={cancel} rightSection={<KeyHint keys={['Esc']} />}>
          Keep streaming
        </Button>
        <Button variant="filled" onClick={() => void confirm()}>
          Stop the stream
        </Button>
      </div>
    </Modal>
  );
};
