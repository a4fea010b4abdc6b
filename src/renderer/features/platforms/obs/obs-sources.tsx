import { TextInput } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useState } from 'react';
import type { ObsSourceView, ObsView } from '#shared/model/index.ts';
import { isolate } from '#shared/kernel/index.ts';
import { countOf, formatCount } from '../../../text/format.ts';
import { ForeignText } from '../../../ui/index.ts';
import { ObsControlWord } from './obs-control-word.tsx';
import classes from './obs-panel.module.css';
import { obsSetSourceVisible } from '#shared/catalogue/operations/obs.ts';
import { useOperation, useOperationRecord } from '../../../stores/use-operation.ts';

const texts = {
  hide: (name: string) => `Hide ${name}`,
  show: (name: string) => `Show ${name}`,
  shown: 'Shown',
  hidden: 'Hidden',
  pending: 'Pending…',
  locked: ' · Locked',
  loading: 'Loading sources…',
  empty: 'This scene has no sources.',
  find: 'Find a source',
  findOneOf: (count: string) => `Find one of ${count}`,
  list: 'Sources, top first',
  more: (count: string) => `${count} more. Type to find them.`,
  none: 'No matching sources.',
} as const;

const MOST_SHOWN = 30;
const icon = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

const Source = ({ obs, source }: { obs: ObsView; source: ObsSourceView }) => {
  const setVisible = useOperation(obsSetSourceVisible);
  const { itemId, name, visible, locked } = source;
  // An item belongs to the scene in which it was observed, whatever the current scene is by then.
  const control = { id: obs.id, scene: obs.currentScene ?? undefined, source: itemId };
  const asked = useOperationRecord(obsSetSourceVisible, control)?.phase === 'asked';
  const Eye = visible ? IconEye : IconEyeOff;
  const seen = visible ? texts.shown : texts.hidden;
  const state = `${asked ? texts.pending : seen}${locked ? texts.locked : ''}`;
  return (
    <li>
      <button
        type="button"
        className={classes.toggle}
        aria-pressed={visible}
        aria-busy={asked}
        title={visible ? texts.hide(isolate(name)) : texts.show(isolate(name))}
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

/** The sources of the current scene, top first, each with its visibility switch. */
export const ObsSources = ({ obs }: { obs: ObsView }) => {
  const { sources } = obs;
  const [filter, setFilter] = useState('');
  // Keeps the height between scenes: the content below does not jump.
  const [reserved, setReserved] = useState(0);
  const rows = Math.min(sources?.length ?? reserved, MOST_SHOWN);
  if (rows !== reserved) setReserved(rows);
  if (sources === null) {
    return (
      <div style={{ minHeight: `calc(var(--row) * ${reserved})` }}>
        <p className={classes.note}>{texts.loading}</p>
      </div>
    );
  }
  if (sources.length === 0) return <p className={classes.note}>{texts.empty}</p>;
  const query = filter.trim().toLowerCase();
  const found = sources.filter(({ name }) => name.toLowerCase().includes(query));
  const shown = found.slice(0, MOST_SHOWN);
  return (
    <>
      {sources.length > MOST_SHOWN && (
        <TextInput
          className={classes.filter}
          aria-label={texts.find}
          placeholder={texts.findOneOf(countOf(sources.length, 'source'))}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
      )}
      <ul className={classes.list} aria-label={texts.list}>
        {shown.map((source) => (
          <Source key={source.itemId} obs={obs} source={source} />
        ))}
      </ul>
      {found.length > shown.length && (
        <p className={classes.note}>{texts.more(formatCount(found.length - shown.length))}</p>
      )}
      {found.length === 0 && <p className={classes.note}>{texts.none}</p>}
    </>
  );
};
