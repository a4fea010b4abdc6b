import type { ObsView } from '#shared/model/index.ts';
import { isolate } from '#shared/kernel/index.ts';
import { assertNever } from '#shared/kernel/assert-never.ts';

/** Something that OBS is asked to do. */
export type ObsRequest =
  | { readonly kind: 'scene'; readonly scene: string }
  | { readonly kind: 'streaming' | 'recording' | 'replay-buffer' | 'virtual-camera'; readonly on: boolean }
  | { readonly kind: 'save-replay' }
  | { readonly kind: 'source'; readonly itemId: number; readonly name: string; readonly visible: boolean }
  | { readonly kind: 'mute'; readonly input: string; readonly muted: boolean }
  | { readonly kind: 'volume'; readonly input: string; readonly volumeDb: number };

/** The control that a request is made with: a later request of the same control takes its place. */
export const controlOf = (request: ObsRequest): string => {
  switch (request.kind) {
    case 'source':
      return `source ${request.itemId}`;
    case 'mute':
    case 'volume':
      return `${request.kind} ${request.input}`;
    case 'scene':
    case 'streaming':
    case 'recording':
    case 'replay-buffer':
    case 'virtual-camera':
    case 'save-replay':
      return request.kind;
    default:
      return assertNever(request);
  }
};

const outputNames = {
  streaming: 'stream',
  recording: 'recording',
  'replay-buffer': 'replay buffer',
  'virtual-camera': 'virtual camera',
} as const;

/** A request as the words of its button: "Start the stream". */
export const requestWords = (request: ObsRequest): string => {
  switch (request.kind) {
    case 'scene':
      return `Switch to “${isolate(request.scene)}”`;
    case 'save-replay':
      return 'Save the replay';
    case 'source':
      return `${request.visible ? 'Show' : 'Hide'} “${isolate(request.name)}”`;
    case 'mute':
      return `${request.muted ? 'Mute' : 'Unmute'} “${isolate(request.input)}”`;
    case 'volume':
      return `Set “${isolate(request.input)}” to ${volumeWords(request.volumeDb)}`;
    case 'streaming':
    case 'recording':
    case 'replay-buffer':
    case 'virtual-camera':
      return `${request.on ? 'Start' : 'Stop'} the ${outputNames[request.kind]}`;
    default:
      return assertNever(request);
  }
};

/** Below this OBS's own mixer shows silence. */
export const QUIETEST_DB = -60;
export const LOUDEST_DB = 6;

export const volumeWords = (volumeDb: number): string =>
  volumeDb <= -100 ? 'silent' : `${volumeDb.toFixed(1)} dB`;

/** One of OBS's outputs as a row of controls. */
export interface OutputRow {
  readonly kind: keyof typeof outputNames;
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

const nextOf = (state: OutputState): boolean | null => {
  if (state === 'off') return true;
  return state === 'on' || state === 'paused' || state === 'reconnecting' ? false : null;
};

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
  next: nextOf(state),
  isOn: nextOf(state) === false,
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
