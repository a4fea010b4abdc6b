import { Button } from '@mantine/core';
import type { ObsView } from '#shared/model/index.ts';
import { type OutputRow, outputRows } from '../../../text/obs-words.ts';
import { ForeignText, RelativeTime } from '../../../ui/index.ts';
import { ObsControlWord } from './obs-control-word.tsx';
import classes from './obs-panel.module.css';
import {
  obsSaveReplay,
  obsSetRecording,
  obsSetReplayBuffer,
  obsSetStreaming,
  obsSetVirtualCamera,
} from '#shared/catalogue/operations/obs.ts';
import { useOperation, useOperationRecord } from '../../../stores/use-operation.ts';

const switches = {
  streaming: obsSetStreaming,
  recording: obsSetRecording,
  'replay-buffer': obsSetReplayBuffer,
  'virtual-camera': obsSetVirtualCamera,
} as const;

const texts = {
  start: 'Start',
  stop: 'Stop',
  saveReplay: 'Save replay',
  recordingTo: 'Recording to',
  lastRecording: 'Last recording',
  lastReplay: 'Last replay',
} as const;

const Output = ({ id, row }: { id: string; row: OutputRow }) => {
  const { kind, title, state, obstacle, next, isOn } = row;
  const operation = switches[kind];
  const turn = useOperation(operation);
  const saveReplay = useOperation(obsSaveReplay);
  const control = { id, on: true };
  const asked = useOperationRecord(operation, control)?.phase === 'asked';
  const saving = useOperationRecord(obsSaveReplay, { id })?.phase === 'asked';
  const verb = next === false ? texts.stop : texts.start;
  return (
    <li className={classes.output}>
      <div className={classes.outputLine}>
        <div className={classes.outputWords}>
          <span className={classes.name}>{title}</span>
          <span className={classes.state} data-on={isOn || undefined}>
            {state}
          </span>
        </div>
        {kind === 'replay-buffer' && isOn && (
          <Button loading={saving} onClick={() => void saveReplay({ id })}>
            {texts.saveReplay}
          </Button>
        )}
        {obstacle === null && (
          <Button
            className={classes.switch}
            aria-label={`${verb} ${title.toLowerCase()}`}
            disabled={next === null || asked}
            onClick={() => next !== null && void turn({ id, on: next })}
          >
            {verb}
          </Button>
        )}
      </div>
      {obstacle !== null && (
        <p className={classes.note}>
          <ForeignText>{obstacle}</ForeignText>
        </p>
      )}
      <ObsControlWord operation={operation} input={control} />
      {kind === 'replay-buffer' && <ObsControlWord operation={obsSaveReplay} input={{ id }} />}
    </li>
  );
};

/** A file that OBS wrote, with its age where that is known. */
const File = ({ what, path, at }: { what: string; path: string; at?: number }) => (
  <p className={classes.note}>
    {what}
    {at !== undefined && (
      <>
        {' '}
        <RelativeTime at={at} />
      </>
    )}
    <span className={classes.path}>
      <ForeignText>{path}</ForeignText>
    </span>
  </p>
);

/** Stream, recording, replay buffer and virtual camera: the state and the switch of each. */
export const ObsOutputs = ({ obs }: { obs: ObsView }) => (
  <>
    <ul className={classes.list}>
      {outputRows(obs).map((row) => (
        <Output key={row.kind} id={obs.id} row={row} />
      ))}
    </ul>
    {obs.recordingPath !== null && (
      <File
        what={obs.recording === 'off' ? texts.lastRecording : texts.recordingTo}
        path={obs.recordingPath}
      />
    )}
    {obs.lastReplay !== null && (
      <File what={texts.lastReplay} path={obs.lastReplay.path} at={obs.lastReplay.at} />
    )}
  </>
);
