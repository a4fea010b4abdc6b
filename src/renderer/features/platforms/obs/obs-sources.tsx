import { TextInput } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useState } from 'react';
import type { ObsSourceView, ObsView } from '#shared/model/index.ts';
import { isolate } from '#shared/kernel/index.ts';
import { countOf } from '../../../text/format.ts';
import { ForeignText } from '../../../ui/index.ts';
import { ObsControlWord } from './obs-control-word.tsx';
import classes from './obs-panel.module.css';
import { obsSetSourceVisible } from '#shared/catalogue/operations/obs.ts';
import { useOperation, useOperationRecord } from '../../../stores/use-operation.ts';

const MOST_SHOWN = 30;
const icon = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

const Source = ({ obs, source }: { obs: ObsView; source: ObsSourceView }) => {
  const setVisible = useOperation(obsSetSourceVisible);
  const { itemId, name, visible, locked } = source;
  // An item is of the scene in which it was seen, whatever is on program by then.
  const control = { id: obs.id, scene: obs.currentScene ?? undefined, source: itemId };
  const asked = useOperationRecord(obsSetSourceVisible, control)?.phase === 'asked';
  const Eye = visible ? IconEye : IconEyeOff;
  const seen = visible ? 'shown' : 'hidden';
  const state = `${asked ? 'asked' : seen}${locked ? ' · locked' : ''}`;
  return (
    <li>
      <button
        type="button"
        className={classes.toggle}
        aria-pressed={visible}
        aria-busy={asked}
        title={`${visible ? 'Hide' : 'Show'} ${isolate(name)}`}
        onClick={() => asked || void setVisible({ ...control, visible: !visible })}
      >
        <Eye {...icon} />
        <span className={classes.name}>
          <ForeignText>{name}</ForeignText>
        </span>{' '}
        <span className={classes.state}>{state}</span>
      </button>
      <ObsControlWord operation={obsSetSourceVisible} input={control} />
    </li>
  );
};

/** What the scene on program is made of, top first, each with its eye. */
export const ObsSources = ({ obs }: { obs: ObsView }) => {
  const { sources } = obs;
  const [filter, setFilter] = useState('');
  // Scenes change faster than lists are read: what stands below does not jump.
  const [held, setHeld] = useState(0);
  const rows = Math.min(sources?.length ?? held, MOST_SHOWN);
  if (rows !== held) setHeld(rows);
  if (sources === null) {
    return (
      <div style={{ minHeight: `calc(var(--row) * ${held})` }}>
        <p className={classes.note}>OBS is being asked for the sources.</p>
      </div>
    );
  }
  if (sources.length === 0) return <p className={classes.note}>This scene has no sources.</p>;
  const wanted = filter.trim().toLowerCase();
  const found = sources.filter(({ name }) => name.toLowerCase().includes(wanted));
  const shown = found.slice(0, MOST_SHOWN);
  return (
    <>
      {sources.length > MOST_SHOWN && (
        <TextInput
          className={classes.filter}
          aria-label="Find a source"
          placeholder={`Find one of ${countOf(sources.length, 'source', 'sources')}`}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
      )}
      <ul className={classes.list} aria-label="Sources, top first">
        {shown.map((source) => (
          <Source key={source.itemId} obs={obs} source={source} />
        ))}
      </ul>
      {found.length > shown.length && (
        <p className={classes.note}>{found.length - shown.length} more: type to find them.</p>
      )}
      {found.length === 0 && <p className={classes.note}>No source has these letters in its name.</p>}
    </>
  );
};
