import { Button } from '@mantine/core';
import { IconCamera } from '@tabler/icons-react';
import { useState } from 'react';
import type { ObsScreenshotView } from '#shared/contract/index.ts';
import { isolate } from '#shared/kernel/index.ts';
import { describeFailure } from '../../../client/failure.ts';
import { useClient } from '../../../stores/stores-context.tsx';
import { ForeignText, RelativeTime } from '../../../ui/index.ts';
import classes from './obs-panel.module.css';

const texts = {
  alt: (scene: string) => `Screenshot of OBS, scene ${scene}`,
  take: 'Take a screenshot',
  takeAnother: 'Take another screenshot',
} as const;

/** Twice the width of the inspector, for dense screens. */
const WIDTH = 696;

interface Attempt {
  readonly taking: boolean;
  readonly shot: ObsScreenshotView | null;
  readonly problem: string | null;
}

/** A screenshot of the current scene, taken on request, with its age. */
export const ObsScreenshot = ({ id }: { id: string }) => {
  const client = useClient();
  const [{ taking, shot, problem }, setAttempt] = useState<Attempt>({
    taking: false,
    shot: null,
    problem: null,
  });
  const take = async (): Promise<void> => {
    setAttempt({ taking: true, shot, problem: null });
    try {
      setAttempt({ taking: false, shot: await client.obs.screenshot({ id, width: WIDTH }), problem: null });
    } catch (thrown) {
      setAttempt({ taking: false, shot, problem: describeFailure(thrown).message });
    }
  };
  return (
    <>
      {shot && (
        <figure className={classes.figure}>
          <img className={classes.picture} src={shot.image} alt={texts.alt(isolate(shot.scene))} />
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
        {shot ? texts.takeAnother : texts.take}
      </Button>
      <output className={classes.word} data-phase={problem === null ? undefined : 'refused'}>
        {problem !== null && <ForeignText>{problem}</ForeignText>}
      </output>
    </>
  );
};
