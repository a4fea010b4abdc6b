import { Button } from '@mantine/core';
import { IconCamera } from '@tabler/icons-react';
import { useState } from 'react';
import type { ObsScreenshotView } from '#shared/contract/index.ts';
import { isolate } from '#shared/kernel/index.ts';
import { describeFailure } from '../../../client/failure.ts';
import { useClient } from '../../../stores/stores-context.tsx';
import { ForeignText, RelativeTime } from '../../../ui/index.ts';
import classes from './obs-panel.module.css';

/** Twice the width of the inspector, for dense screens. */
const WIDTH = 696;

interface Try {
  readonly taking: boolean;
  readonly shot: ObsScreenshotView | null;
  readonly problem: string | null;
}

/** A picture of what is on program, taken when it is asked for, with its age. */
export const ObsScreenshot = ({ id }: { id: string }) => {
  const client = useClient();
  const [{ taking, shot, problem }, setTry] = useState<Try>({ taking: false, shot: null, problem: null });
  const take = async (): Promise<void> => {
    setTry({ taking: true, shot, problem: null });
    try {
      setTry({ taking: false, shot: await client.obs.screenshot({ id, width: WIDTH }), problem: null });
    } catch (thrown) {
      setTry({ taking: false, shot, problem: describeFailure(thrown).message });
    }
  };
  return (
    <>
      {shot && (
        <figure className={classes.figure}>
          <img
            className={classes.picture}
            src={shot.image}
            alt={`OBS with the scene ${isolate(shot.scene)} on program`}
          />
          <figcaption className={classes.caption}>
            <ForeignText>{shot.scene}</ForeignText>, <RelativeTime at={shot.takenAt} />
          </figcaption>
        </figure>
      )}
      <Button
        loading={taking}
        leftSection={<IconCamera size={16} stroke={1.5} aria-hidden="true" />}
        onClick={() => void take()}
      >
        {shot ? 'Take another picture' : 'Take a picture'}
      </Button>
      <output className={classes.word} data-phase={problem === null ? undefined : 'refused'}>
        {problem !== null && <ForeignText>{problem}</ForeignText>}
      </output>
    </>
  );
};
