import { Slider } from '@mantine/core';
import { IconMicrophoneOff, IconVolume } from '@tabler/icons-react';
import { useState } from 'react';
import type { ObsAudioInputView, ObsView } from '#shared/model/index.ts';
import { isolate } from '#shared/kernel/index.ts';
import { formatCount } from '../../../text/format.ts';
import { LOUDEST_DB, QUIETEST_DB } from '../../../text/obs-words.ts';
import { ForeignText } from '../../../ui/index.ts';
import { ObsControlWord } from './obs-control-word.tsx';
import classes from './obs-panel.module.css';
import { obsSetMuted, obsSetVolume, volumeWords } from '#shared/catalogue/operations/obs.ts';
import { useOperation, useOperationRecord } from '../../../stores/use-operation.ts';

const texts = {
  volumeOf: (name: string) => `Volume of ${name}`,
  mute: (name: string) => `Mute ${name}`,
  unmute: (name: string) => `Unmute ${name}`,
  muted: 'Muted',
  audible: 'Audible',
  pending: 'Pending…',
  loading: 'Loading audio inputs…',
  none: 'OBS has no audio inputs.',
  list: 'Audio inputs',
  more: (count: string) => `${count} more. Find them in the command palette.`,
} as const;

const MOST_SHOWN = 30;
const icon = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

/** Converts a fader's position to dB. The lowest position is silence, as in OBS. */
const faderToDb = (place: number): number => (place <= QUIETEST_DB ? -100 : place);

const Fader = ({ id, input: { name, volumeDb } }: { id: string; input: ObsAudioInputView }) => {
  const setVolume = useOperation(obsSetVolume);
  /** The fader's position during a drag; null while it shows OBS's value. */
  const [held, setHeld] = useState<number | null>(null);
  const asked = useOperationRecord(obsSetVolume, { id, input: name, volumeDb })?.phase === 'asked';
  const place = held ?? Math.min(LOUDEST_DB, Math.max(QUIETEST_DB, volumeDb));
  return (
    <div className={classes.fader}>
      <Slider
        className={classes.slider}
        size={4}
        min={QUIETEST_DB}
        max={LOUDEST_DB}
        step={0.5}
        label={null}
        value={place}
        thumbLabel={texts.volumeOf(isolate(name))}
        thumbProps={{ 'aria-valuetext': volumeWords(faderToDb(place)) }}
        onChange={setHeld}
        onChangeEnd={(end) => {
          void setVolume({ id, input: name, volumeDb: faderToDb(end) });
          setHeld(null);
        }}
      />
      <span className={classes.volume} data-asked={asked || undefined}>
        {volumeWords(held === null ? volumeDb : faderToDb(held))}
      </span>
    </div>
  );
};

const Input = ({ id, input }: { id: string; input: ObsAudioInputView }) => {
  const setMuted = useOperation(obsSetMuted);
  const { name, muted } = input;
  const control = { id, input: name };
  const asked = useOperationRecord(obsSetMuted, control)?.phase === 'asked';
  const Sound = muted ? IconMicrophoneOff : IconVolume;
  const heard = muted ? texts.muted : texts.audible;
  const state = asked ? texts.pending : heard;
  return (
    <li className={classes.input}>
      <button
        type="button"
        className={classes.toggle}
        aria-pressed={!muted}
        aria-busy={asked}
        title={muted ? texts.unmute(isolate(name)) : texts.mute(isolate(name))}
        onClick={() => asked || void setMuted({ ...control, muted: !muted })}
      >
        <Sound {...icon} />
        <span className={classes.name}>
          <ForeignText>{name}</ForeignText>
        </span>{' '}
        <span className={classes.state}>{state}</span>
      </button>
      <Fader id={id} input={input} />
      <ObsControlWord operation={obsSetMuted} input={control} />
      <ObsControlWord operation={obsSetVolume} input={{ ...control, volumeDb: input.volumeDb }} />
    </li>
  );
};

/** Every audio input with its mute state and volume. */
export const ObsSound = ({ obs: { id, inputs } }: { obs: ObsView }) => {
  if (inputs === null) return <p className={classes.note}>{texts.loading}</p>;
  if (inputs.length === 0) return <p className={classes.note}>{texts.none}</p>;
  return (
    <>
      <ul className={classes.list} aria-label={texts.list}>
        {inputs.slice(0, MOST_SHOWN).map((input) => (
          <Input key={input.name} id={id} input={input} />
        ))}
      </ul>
      {inputs.length > MOST_SHOWN && (
        <p className={classes.note}>{texts.more(formatCount(inputs.length - MOST_SHOWN))}</p>
      )}
    </>
  );
};
