import {
  recordingDelete,
  recordingStart,
  recordingStop,
  rehearsalControl,
} from '#shared/catalogue/operations/rehearsal.ts';
import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconPlayerPlay, IconPlayerRecord, IconPlayerStop, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { cutText, isolate } from '#shared/kernel/index.ts';
import type { Recording, RecordingStatus } from '#shared/model/index.ts';
import { countOf, formatExact, formatSpan } from '../../text/format.ts';
import { useRehearsal } from '../../stores/stores-context.tsx';
import { ForeignText, Panel, useNow } from '../../ui/index.ts';
import classes from './recordings-panel.module.css';
import { useRehearsalRequest } from './use-rehearsal-request.ts';

const icon = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

const textChoices = [
  { value: 'replaced', label: 'Replace texts' },
  { value: 'kept', label: 'Keep texts, without names' },
];

const Refusal = ({ words }: { words: string | null }) =>
  words === null ? null : (
    <p className={classes.refusal} role="alert">
      <ForeignText>{words}</ForeignText>
    </p>
  );

const Begin = () => {
  const { ask, asking, refusal } = useRehearsalRequest();
  const [title, setTitle] = useState('');
  const [texts, setTexts] = useState<'replaced' | 'kept'>('replaced');
  const begin = (event: React.FormEvent): void => {
    event.preventDefault();
    const named = title.trim() === '' ? undefined : title.trim();
    ask(recordingStart, { title: named, texts }, 'This session is being recorded.');
  };
  return (
    <form className={classes.form} aria-label="Record this session" onSubmit={begin}>
      <TextInput
        className={classes.title}
        label="Name"
        placeholder="day and time"
        value={title}
        onChange={(event) => setTitle(cutText(event.currentTarget.value, 80))}
      />
      <Select
        className={classes.texts}
        label="What people write"
        data={textChoices}
        value={texts}
        allowDeselect={false}
        onChange={(value) => setTexts(value === 'kept' ? 'kept' : 'replaced')}
      />
      <Button type="submit" loading={asking} leftSection={<IconPlayerRecord {...icon} />}>
        Record
      </Button>
      <Refusal words={refusal} />
    </form>
  );
};

const GoingOn = ({ active }: { active: NonNullable<RecordingStatus['active']> }) => {
  const { ask, asking, refusal } = useRehearsalRequest();
  const now = useNow();
  const { title, startedAt, moments, leftOut } = active;
  return (
    <div className={classes.active}>
      <div>
        <p className={classes.name}>
          <ForeignText>{title}</ForeignText>
        </p>
        <p className={classes.detail}>
          Recording for {formatSpan(now - startedAt)} · {countOf(moments, 'moment')}
          {leftOut > 0 && ` · full: ${countOf(leftOut, 'moment')} left out`}
        </p>
        <Refusal words={refusal} />
      </div>
      <Button
        loading={asking}
        leftSection={<IconPlayerStop {...icon} />}
        onClick={() => ask(recordingStop, {}, 'The recording is kept as a scenario.')}
      >
        Stop
      </Button>
    </div>
  );
};

const Kept = ({ recording, playable }: { recording: Recording; playable: boolean }) => {
  const { ask, asking, refusal } = useRehearsalRequest();
  const [sure, setSure] = useState(false);
  const { id, title, recordedAt, durationMs, lines } = recording;
  return (
    <li className={classes.kept}>
      <div className={classes.words}>
        <p className={classes.name}>
          <ForeignText>{title}</ForeignText>
        </p>
        <p className={classes.detail} title={formatExact(recordedAt)}>
          {durationMs !== null && `${formatSpan(durationMs)} · `}
          {lines !== null && `${countOf(lines, 'line')} · `}
          {(recording.bytes / 1_000).toFixed(0)} kB
        </p>
        <Refusal words={refusal} />
      </div>
      {sure ? (
        <>
          <Button
            loading={asking}
            onClick={() => ask(recordingDelete, { id }, `${isolate(title)} is deleted.`)}
          >
            Delete for good
          </Button>
          <Button onClick={() => setSure(false)}>Keep</Button>
        </>
      ) : (
        <>
          {playable && (
            <Button
              loading={asking}
              aria-label={`Play ${isolate(title)}`}
              leftSection={<IconPlayerPlay {...icon} />}
              onClick={() => ask(rehearsalControl, { scenario: id }, `${isolate(title)} plays.`)}
            >
              Play
            </Button>
          )}
          <ActionIcon aria-label={`Delete ${isolate(title)}`} onClick={() => setSure(true)}>
            <IconTrash {...icon} />
          </ActionIcon>
        </>
      )}
    </li>
  );
};

/** Records this session, live or rehearsed, and plays what was recorded. */
export const RecordingsPanel = () => {
  const recording = useRehearsal((state) => state.recording);
  const state = useRehearsal(({ status }) => status?.state ?? null);
  if (recording === null) return null;
  const { active, recordings, folder } = recording;
  const playable = state !== null && state !== 'stopped';
  return (
    <Panel
      title="Recordings"
      padded={false}
      aside={recordings.length > 0 ? countOf(recordings.length, 'recording') : ''}
    >
      {active ? <GoingOn active={active} /> : <Begin />}
      <p className={classes.note}>
        Chat, redemptions, scenes and outages of this session become a scenario that can be rehearsed.
        Everybody gets an invented name. Kept in{' '}
        <code>
          <ForeignText>{folder}</ForeignText>
        </code>
        .{!playable && recordings.length > 0 && ' To play one, rehearse.'}
      </p>
      {recordings.length > 0 && (
        <ul className={classes.list}>
          {recordings.map((each) => (
            <Kept key={each.id} recording={each} playable={playable} />
          ))}
        </ul>
      )}
    </Panel>
  );
};
