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
import { useKnownTime } from '../../stores/use-status.ts';
import { ForeignText, Panel } from '../../ui/index.ts';
import classes from './recordings-panel.module.css';
import { useRehearsalRequest } from './use-rehearsal-request.ts';

const icon = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

const texts = {
  title: 'Recordings',
  form: 'Record this session',
  name: 'Name',
  namePlaceholder: 'Date and time',
  messageText: 'Message text',
  anonymise: 'Anonymise',
  keep: 'Keep, without names',
  record: 'Record',
  started: 'Recording started.',
  stop: 'Stop',
  saved: 'Recording saved as a scenario.',
  deleteForGood: 'Delete permanently',
  cancel: 'Cancel',
  play: 'Play',
  help: 'Turns the chat, redemptions, scenes and outages of this session into a scenario to rehearse. User names are always replaced. Saved in',
  playLive: 'To play one, switch to rehearsal.',
  count: (count: number) => countOf(count, 'recording'),
  recording: (ms: number, moments: number) =>
    `Recording for ${formatSpan(ms)} · ${countOf(moments, 'moment')}`,
  full: (skipped: number) => ` · full: ${countOf(skipped, 'moment')} skipped`,
  playOne: (title: string) => `Play ${isolate(title)}`,
  playing: (title: string) => `Playing ${isolate(title)}.`,
  deleteOne: (title: string) => `Delete ${isolate(title)}`,
  deleted: (title: string) => `Deleted ${isolate(title)}.`,
} as const;

const textChoices = [
  { value: 'replaced', label: texts.anonymise },
  { value: 'kept', label: texts.keep },
];

const Refusal = ({ words }: { words: string | null }) =>
  words === null ? null : (
    <p className={classes.refusal} role="alert">
      <ForeignText>{words}</ForeignText>
    </p>
  );

const NewRecording = () => {
  const { ask, asking, refusal } = useRehearsalRequest();
  const [title, setTitle] = useState('');
  const [messageTexts, setMessageTexts] = useState<'replaced' | 'kept'>('replaced');
  const start = (event: React.FormEvent): void => {
    event.preventDefault();
    const named = title.trim() === '' ? undefined : title.trim();
    ask(recordingStart, { title: named, texts: messageTexts }, texts.started);
  };
  return (
    <form className={classes.form} aria-label={texts.form} onSubmit={start}>
      <TextInput
        className={classes.title}
        label={texts.name}
        placeholder={texts.namePlaceholder}
        value={title}
        onChange={(event) => setTitle(cutText(event.currentTarget.value, 80))}
      />
      <Select
        className={classes.texts}
        label={texts.messageText}
        data={textChoices}
        value={messageTexts}
        allowDeselect={false}
        onChange={(value) => setMessageTexts(value === 'kept' ? 'kept' : 'replaced')}
      />
      <Button type="submit" loading={asking} leftSection={<IconPlayerRecord {...icon} />}>
        {texts.record}
      </Button>
      <Refusal words={refusal} />
    </form>
  );
};

const ActiveRecording = ({ active }: { active: NonNullable<RecordingStatus['active']> }) => {
  const { ask, asking, refusal } = useRehearsalRequest();
  const now = useKnownTime();
  const { title, startedAt, moments, leftOut } = active;
  return (
    <div className={classes.active}>
      <div>
        <p className={classes.name}>
          <ForeignText>{title}</ForeignText>
        </p>
        <p className={classes.detail}>
          {texts.recording(now - startedAt, moments)}
          {leftOut > 0 && texts.full(leftOut)}
        </p>
        <Refusal words={refusal} />
      </div>
      <Button
        loading={asking}
        leftSection={<IconPlayerStop {...icon} />}
        onClick={() => ask(recordingStop, {}, texts.saved)}
      >
        {texts.stop}
      </Button>
    </div>
  );
};

const SavedRecording = ({ recording, playable }: { recording: Recording; playable: boolean }) => {
  const { ask, asking, refusal } = useRehearsalRequest();
  const [confirming, setConfirming] = useState(false);
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
      {confirming ? (
        <>
          <Button loading={asking} onClick={() => ask(recordingDelete, { id }, texts.deleted(title))}>
            {texts.deleteForGood}
          </Button>
          <Button onClick={() => setConfirming(false)}>{texts.cancel}</Button>
        </>
      ) : (
        <>
          {playable && (
            <Button
              loading={asking}
              aria-label={texts.playOne(title)}
              leftSection={<IconPlayerPlay {...icon} />}
              onClick={() => ask(rehearsalControl, { scenario: id }, texts.playing(title))}
            >
              {texts.play}
            </Button>
          )}
          <ActionIcon aria-label={texts.deleteOne(title)} onClick={() => setConfirming(true)}>
            <IconTrash {...icon} />
          </ActionIcon>
        </>
      )}
    </li>
  );
};

/** Records this session, live or in rehearsal, and plays saved recordings. */
export const RecordingsPanel = () => {
  const recording = useRehearsal((state) => state.recording);
  const state = useRehearsal(({ status }) => status?.state ?? null);
  if (recording === null) return null;
  const { active, recordings, folder } = recording;
  const playable = state !== null && state !== 'stopped';
  return (
    <Panel
      title={texts.title}
      padded={false}
      aside={recordings.length > 0 ? texts.count(recordings.length) : ''}
    >
      {active ? <ActiveRecording active={active} /> : <NewRecording />}
      <p className={classes.note}>
        {texts.help}{' '}
        <code>
          <ForeignText>{folder}</ForeignText>
        </code>
        .{!playable && recordings.length > 0 && ` ${texts.playLive}`}
      </p>
      {recordings.length > 0 && (
        <ul className={classes.list}>
          {recordings.map((each) => (
            <SavedRecording key={each.id} recording={each} playable={playable} />
          ))}
        </ul>
      )}
    </Panel>
  );
};
