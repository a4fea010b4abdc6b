import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ObsView } from '#shared/model/index.ts';
import { countOf, formatCount } from '../../../text/format.ts';
import { ForeignText } from '../../../ui/index.ts';
import { ObsControlWord } from './obs-control-word.tsx';
import classes from './obs-panel.module.css';
import { obsSwitchScene } from '#shared/catalogue/operations/obs.ts';
import { useOperation, useOperationRecord } from '../../../stores/use-operation.ts';

const texts = {
  loading: 'Loading scenes…',
  find: 'Find a scene',
  findOneOf: (count: string) => `Find one of ${count}`,
  group: 'Scenes',
  more: (count: string) => `${count} more. Type to find them.`,
  none: 'No matching scenes.',
  studioMode:
    'Studio mode is on. Scenes change with OBS’s transition, and source changes may appear with the next one.',
} as const;

/** The largest number of buttons; more scenes are found by typing. */
const MOST_SHOWN = 12;

/** One button per scene; the current one is pressed. */
export const ObsScenes = ({ obs: { id, scenes, currentScene, studioMode } }: { obs: ObsView }) => {
  const switchScene = useOperation(obsSwitchScene);
  const control = { id, scene: currentScene ?? '' };
  const record = useOperationRecord(obsSwitchScene, control);
  const [filter, setFilter] = useState('');
  if (scenes === null) return <p className={classes.note}>{texts.loading}</p>;
  const asked = record?.phase === 'asked' ? record.input.scene : null;
  const query = filter.trim().toLowerCase();
  const found = scenes.filter((scene) => scene.toLowerCase().includes(query));
  const shown = found.slice(0, MOST_SHOWN);
  return (
    <>
      {scenes.length > MOST_SHOWN && (
        <TextInput
          className={classes.filter}
          aria-label={texts.find}
          placeholder={texts.findOneOf(countOf(scenes.length, 'scene'))}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
      )}
      <div className={classes.scenes} role="group" aria-label={texts.group}>
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
        <p className={classes.note}>{texts.more(formatCount(found.length - shown.length))}</p>
      )}
      {found.length === 0 && <p className={classes.note}>{texts.none}</p>}
      {studioMode === true && <p className={classes.note}>{texts.studioMode}</p>}
      <ObsControlWord operation={obsSwitchScene} input={control} />
    </>
  );
};
