import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ObsView } from '#shared/model/index.ts';
import { countOf } from '../../../text/format.ts';
import { ForeignText } from '../../../ui/index.ts';
import { ObsControlWord } from './obs-control-word.tsx';
import classes from './obs-panel.module.css';
import { obsSwitchScene } from '#shared/catalogue/operations/obs.ts';
import { useOperation, useOperationRecord } from '../../../stores/use-operation.ts';

/** More than these are found by typing: a wall of buttons finds nothing. */
const MOST_SHOWN = 12;

/** One button a scene; the one on program is pressed. */
export const ObsScenes = ({ obs: { id, scenes, currentScene, studioMode } }: { obs: ObsView }) => {
  const switchScene = useOperation(obsSwitchScene);
  const control = { id, scene: currentScene ?? '' };
  const record = useOperationRecord(obsSwitchScene, control);
  const [filter, setFilter] = useState('');
  if (scenes === null) return <p className={classes.note}>OBS is being asked for its scenes.</p>;
  const asked = record?.phase === 'asked' ? record.input.scene : null;
  const wanted = filter.trim().toLowerCase();
  const found = scenes.filter((scene) => scene.toLowerCase().includes(wanted));
  const shown = found.slice(0, MOST_SHOWN);
  return (
    <>
      {scenes.length > MOST_SHOWN && (
        <TextInput
          className={classes.filter}
          aria-label="Find a scene"
          placeholder={`Find one of ${countOf(scenes.length, 'scene', 'scenes')}`}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
      )}
      <div className={classes.scenes} role="group" aria-label="Scenes">
        {shown.map((scene) => (
          <Button
            key={scene}
            className={classes.scene}
            aria-pressed={scene === currentScene}
            loading={scene === asked && scene !== currentScene}
            onClick={() => scene !== currentScene && void switchScene({ id, scene })}
          >
            <ForeignText>{scene}</ForeignText>
          </Button>
        ))}
      </div>
      {found.length > shown.length && (
        <p className={classes.note}>{found.length - shown.length} more: type to find them.</p>
      )}
      {found.length === 0 && <p className={classes.note}>No scene has these letters in its name.</p>}
      {studioMode === true && (
        <p className={classes.note}>
          OBS is in studio mode: a scene goes on air by its transition, and changes of sources may wait for
          the next one.
        </p>
      )}
      <ObsControlWord operation={obsSwitchScene} input={control} />
    </>
  );
};
