import type { ObsView } from '#shared/model/index.ts';
import { nextOutputState } from '#shared/catalogue/operations/obs.ts';
import { assertNever } from '#shared/kernel/assert-never.ts';

/** The level in dB below which OBS's own mixer shows silence. */
export const QUIETEST_DB = -60;
export const LOUDEST_DB = 6;

/** An output of OBS as a row of controls. */
export interface OutputRow {
  readonly kind: 'streaming' | 'recording' | 'replay-buffer' | 'virtual-camera';
  readonly title: string;
  /** The observed state, in a word or two. */
  readonly state: string;
  /** Instructions to make the output available; null where it is. */
  readonly obstacle: string | null;
  /** The state that its button requests; null during a change, or when the state is unknown. */
  readonly next: boolean | null;
  readonly isOn: boolean;
}

type OutputState = ObsView['streaming'] | ObsView['recording'] | ObsView['replayBuffer'];

const stateWords = {
  off: 'Off',
  starting: 'Starting…',
  stopping: 'Stopping…',
  paused: 'Paused',
  reconnecting: 'Reconnecting…',
  unavailable: 'Not enabled',
} as const;
const wordOf = (state: OutputState, on: string): string => {
  if (state === null) return 'Unknown';
  return state === 'on' ? on : stateWords[state];
};

const rowOf = (
  kind: OutputRow['kind'],
  title: string,
  state: OutputState,
  words: { readonly on: string; readonly unavailable?: string },
): OutputRow => ({
  kind,
  title,
  state: wordOf(state, words.on),
  obstacle: state === 'unavailable' ? (words.unavailable ?? null) : null,
  next: nextOutputState(state),
  isOn: nextOutputState(state) === false,
});

export const outputRows = (obs: ObsView): readonly OutputRow[] => [
  rowOf('streaming', 'Stream', obs.streaming, { on: 'On air' }),
  rowOf('recording', 'Recording', obs.recording, { on: 'Recording' }),
  rowOf('replay-buffer', 'Replay buffer', obs.replayBuffer, {
    on: 'Active',
    unavailable: 'Enable it in OBS under Settings › Output › Replay Buffer.',
  }),
  rowOf('virtual-camera', 'Virtual camera', obs.virtualCamera, {
    on: 'Active',
    unavailable: 'Install the virtual camera on the PC that runs OBS, then restart OBS.',
  }),
];

/** Returns the reason why no caption can be sent; null when one can. */
export const captionObstacle = (streaming: ObsView['streaming']): string | null => {
  switch (streaming) {
    case 'on':
      return null;
    case 'reconnecting':
      return 'The stream is reconnecting. You can send captions once it’s back.';
    case null:
      return 'The stream status is unknown, so captions can’t be sent.';
    case 'off':
    case 'starting':
    case 'stopping':
      return 'You can send captions while you’re streaming.';
    default:
      return assertNever(streaming);
  }
};
