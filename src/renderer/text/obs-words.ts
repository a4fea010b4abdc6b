import type { ObsView } from '#shared/model/index.ts';
import { nextOutputState } from '#shared/catalogue/operations/obs.ts';
import { assertNever } from '#shared/kernel/assert-never.ts';

/** Below this OBS's own mixer shows silence. */
export const QUIETEST_DB = -60;
export const LOUDEST_DB = 6;

/** One of OBS's outputs as a row of controls. */
export interface OutputRow {
  readonly kind: 'streaming' | 'recording' | 'replay-buffer' | 'virtual-camera';
  readonly title: string;
  /** What was observed, in a word or two. */
  readonly state: string;
  /** What to do where it cannot be used; null where it can. */
  readonly obstacle: string | null;
  /** What its button asks for; null while it is on its way, or nothing is known. */
  readonly next: boolean | null;
  readonly isOn: boolean;
}

type OutputState = ObsView['streaming'] | ObsView['recording'] | ObsView['replayBuffer'];

const stateWords = {
  off: 'off',
  starting: 'starts',
  stopping: 'stops',
  paused: 'paused',
  reconnecting: 'interrupted, reconnects',
  unavailable: 'not there',
} as const;
const wordOf = (state: OutputState, on: string): string => {
  if (state === null) return 'not known';
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
  rowOf('streaming', 'Stream', obs.streaming, { on: 'on air' }),
  rowOf('recording', 'Recording', obs.recording, { on: 'records' }),
  rowOf('replay-buffer', 'Replay buffer', obs.replayBuffer, {
    on: 'keeps the last seconds',
    unavailable: 'To use it, switch it on in OBS under Settings, Output, Replay Buffer.',
  }),
  rowOf('virtual-camera', 'Virtual camera', obs.virtualCamera, {
    on: 'runs',
    unavailable: 'To use it, install the virtual camera on the machine of OBS, then restart OBS.',
  }),
];

/** Why no caption can be sent just now; null when one can. */
export const captionObstacle = (streaming: ObsView['streaming']): string | null => {
  switch (streaming) {
    case 'on':
      return null;
    case 'reconnecting':
      return 'The stream is interrupted: a caption can be sent once it is back.';
    case null:
      return 'Whether OBS streams is not known, so no caption can be sent.';
    case 'off':
    case 'starting':
    case 'stopping':
      return 'A caption goes into the stream: it can be sent while OBS streams.';
    default:
      return assertNever(streaming);
  }
};
