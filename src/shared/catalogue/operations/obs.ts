import { z } from 'zod';
import { isolate } from '../../kernel/index.ts';
import { atMostCharacters, componentInputSchema, platformLimits, type ObsView } from '../../model/index.ts';
import { target, titleOf } from './about-component.ts';
import { operation, type OperationIcon, type OperationRoute } from './define.ts';
import type { OperationWorld } from './world.ts';

const name = z.string().min(1).max(400);
const switchInput = componentInputSchema.extend({ on: z.boolean() });

/**
 * OBS answers one request within 3 s and is observed for 3 s more. A source may have to be found in several
 * groups.
 */
const timeoutMs = 20_000;
/** An output is observed for 15 s. */
const outputTimeoutMs = 30_000;

/** Enough for any show. A collection of thousands would slow down every key press in the palette. */
const mostOffered = 200;

const viewOf = (id: string, { obs }: OperationWorld): ObsView | undefined =>
  obs.find((each) => each.id === id);

/** Appends the name of the OBS when there are several. */
const wordsOf = (words: string, id: string, world: OperationWorld): string =>
  world.obs.length > 1 ? `${words} of ${titleOf(id, world)}` : words;

/** Formats a volume. */
export const volumeWords = (volumeDb: number): string =>
  volumeDb <= -100 ? 'silent' : `${volumeDb.toFixed(1)} dB`;

type OutputState = ObsView['streaming'] | ObsView['recording'] | ObsView['replayBuffer'];

/** Returns the state that toggling an output leads to; null while the output is changing or unknown. */
export const nextOutputState = (state: OutputState): boolean | null => {
  if (state === 'off') return true;
  return state === 'on' || state === 'paused' || state === 'reconnecting' ? false : null;
};

const outputOffers =
  (field: 'streaming' | 'recording' | 'replayBuffer' | 'virtualCamera') =>
  ({ obs }: OperationWorld) =>
    obs.flatMap((view) => {
      const on = nextOutputState(view[field]);
      return on === null ? [] : [{ id: view.id, on }];
    });

const route = <TPath extends string>(path: TPath) =>
  ({ method: 'POST', path: `/obs/{id}/${path}` }) as const satisfies OperationRoute;

/** The facts that all output toggles share. */
const outputSwitch = (noun: string, icon: OperationIcon) => ({
  icon,
  tag: 'obs' as const,
  input: switchInput,
  idempotent: true,
  timeoutMs: outputTimeoutMs,
  keeps: ['id', 'on'] as const,
  target,
  summary: ({ id, on }: z.output<typeof switchInput>, world: OperationWorld) =>
    wordsOf(`${on ? 'Start' : 'Stop'} the ${noun}`, id, world),
});

const switched = z.object({ on: z.boolean() });
/** Returns the input that undoes a toggle; null when the toggle changed nothing. */
const switchBack = (input: z.output<typeof switchInput>, before: boolean) =>
  before === input.on ? null : { ...input, on: before };

export const obsSetStreaming = operation('obs.set-streaming', {
  ...outputSwitch('stream', 'stream'),
  title: 'Start or stop the stream',
  description: 'Starts or stops the stream',
  alsoCalled: ['broadcast', 'go live', 'end', 'begin'],
  risk: 'costly',
  result: switched,
  route: route('streaming'),
  confirmation: ({ id, on }, world) =>
    on
      ? null
      : {
          title: `Stop the stream of ${titleOf(id, world)}`,
          text: 'Your stream ends for all viewers. A running recording continues. If you start again, it may count as a new stream.',
          yes: 'Stop the stream',
          no: 'Cancel',
        },
  offers: outputOffers('streaming'),
});

export const obsSetRecording = operation('obs.set-recording', {
  ...outputSwitch('recording', 'recording'),
  title: 'Start or stop the recording',
  description: 'Starts or stops the recording',
  alsoCalled: ['capture', 'video'],
  risk: 'none',
  result: switched.extend({
    /** The file, which OBS reports when the recording stops. */
    path: z.string().nullable(),
  }),
  route: route('recording'),
  done: ({ path }) => (path === null ? null : `Recorded to ${path}`),
  offers: outputOffers('recording'),
});

export const obsSetReplayBuffer = operation('obs.set-replay-buffer', {
  ...outputSwitch('replay buffer', 'replay'),
  title: 'Start or stop the replay buffer',
  description: 'Starts or stops the replay buffer',
  alsoCalled: ['instant replay'],
  risk: 'none',
  result: switched,
  route: route('replay'),
  undo: switchBack,
  offers: outputOffers('replayBuffer'),
});

export const obsSetVirtualCamera = operation('obs.set-virtual-camera', {
  ...outputSwitch('virtual camera', 'camera'),
  title: 'Start or stop the virtual camera',
  description: 'Starts or stops the virtual camera',
  alsoCalled: ['webcam', 'cam'],
  risk: 'visible',
  result: switched,
  route: route('virtual-camera'),
  undo: switchBack,
  offers: outputOffers('virtualCamera'),
});

export const obsSaveReplay = operation('obs.save-replay', {
  title: 'Save the replay',
  description: 'Saves the last seconds to a file and returns its path',
  alsoCalled: ['instant replay', 'highlight'],
  icon: 'replay',
  risk: 'none',
  tag: 'obs',
  input: componentInputSchema,
  result: z.object({ path: z.string() }),
  idempotent: false,
  timeoutMs: outputTimeoutMs,
  route: route('replay/save'),
  keeps: ['id'],
  target,
  summary: ({ id }, world) => wordsOf('Save the replay', id, world),
  done: ({ path }) => `Saved to ${path}`,
  offers: ({ obs }) => obs.filter(({ replayBuffer }) => replayBuffer === 'on').map(({ id }) => ({ id })),
});

export const obsSwitchScene = operation('obs.switch-scene', {
  title: 'Switch scene',
  description: 'Switches the program scene',
  alsoCalled: ['scene', 'change scene', 'brb', 'cut'],
  icon: 'scene',
  risk: 'visible',
  tag: 'obs',
  input: componentInputSchema.extend({ scene: name }),
  result: z.object({ scene: z.string() }),
  idempotent: true,
  timeoutMs,
  route: route('scene'),
  keeps: ['id'],
  target,
  summary: ({ id, scene }, world) => wordsOf(`Switch to “${isolate(scene)}”`, id, world),
  undo: (input, before: { readonly scene: string }) =>
    before.scene === input.scene ? null : { ...input, scene: before.scene },
  offers: ({ obs }) =>
    obs.flatMap(({ id, scenes, currentScene }) =>
      (scenes ?? [])
        .slice(0, mostOffered)
        .filter((scene) => scene !== currentScene)
        .map((scene) => ({ id, scene })),
    ),
});

export const obsSetMuted = operation('obs.set-muted', {
  title: 'Mute or unmute an input',
  description: 'Mutes or unmutes an audio input; toggles it when `muted` is omitted',
  alsoCalled: ['mic', 'microphone', 'sound', 'audio', 'silence', 'input'],
  icon: 'microphone',
  risk: 'visible',
  tag: 'obs',
  input: componentInputSchema.extend({ input: name, muted: z.boolean().optional() }),
  result: z.object({ muted: z.boolean() }),
  // A second toggle undoes the first.
  idempotent: false,
  timeoutMs,
  route: route('mute'),
  keeps: ['id', 'muted'],
  target,
  control: ({ id, input }) => JSON.stringify([id, input]),
  summary: ({ id, input, muted }, world) => {
    const verb = muted === undefined ? 'Mute or unmute' : muted ? 'Mute' : 'Unmute';
    return wordsOf(`${verb} “${isolate(input)}”`, id, world);
  },
  undo: (input, before: boolean) => (before === input.muted ? null : { ...input, muted: before }),
  offers: ({ obs }) =>
    obs.flatMap(({ id, inputs }) =>
      (inputs ?? []).slice(0, mostOffered).map((each) => ({ id, input: each.name, muted: !each.muted })),
    ),
});

export const obsSetVolume = operation('obs.set-volume', {
  title: 'Set the volume of an input',
  description: 'Sets how loud an audio input is, in decibels',
  alsoCalled: ['mic', 'sound', 'audio', 'loud', 'quiet', 'decibels'],
  icon: 'volume',
  risk: 'visible',
  tag: 'obs',
  input: componentInputSchema.extend({ input: name, volumeDb: z.coerce.number<number>().min(-100).max(26) }),
  result: z.object({ volumeDb: z.number() }),
  idempotent: true,
  timeoutMs,
  route: route('volume'),
  keeps: ['id', 'volumeDb'],
  target,
  control: ({ id, input }) => JSON.stringify([id, input]),
  summary: ({ id, input, volumeDb }, world) =>
    wordsOf(`Set “${isolate(input)}” to ${volumeWords(volumeDb)}`, id, world),
  undo: (input, before: number) => (before === input.volumeDb ? null : { ...input, volumeDb: before }),
});

/** Returns the name of a source given by its item id, when the window knows it. */
const sourceWords = (
  {
    id,
    scene,
    source,
  }: { readonly id: string; readonly scene?: string | undefined; source: string | number },
  world: OperationWorld,
): string => {
  if (typeof source === 'string') return `“${isolate(source)}”`;
  const view = viewOf(id, world);
  const isOnProgram = scene === undefined || scene === view?.currentScene;
  const seen = isOnProgram ? view?.sources?.find(({ itemId }) => itemId === source) : undefined;
  return seen ? `“${isolate(seen.name)}”` : `source ${source}`;
};

export const obsSetSourceVisible = operation('obs.set-source-visible', {
  title: 'Show or hide a source',
  description: 'Shows or hides a source; toggles it when `visible` is omitted',
  alsoCalled: ['source', 'layer', 'overlay'],
  icon: 'source',
  risk: 'visible',
  tag: 'obs',
  input: componentInputSchema.extend({
    /** The current scene by default. */
    scene: name.optional(),
    /** The source's name, or its item id when the scene contains the source twice. */
    source: z.union([name, z.number().int().min(0)]),
    visible: z.boolean().optional(),
  }),
  result: z.object({ visible: z.boolean() }),
  // A second toggle undoes the first.
  idempotent: false,
  timeoutMs,
  route: route('source'),
  keeps: ['id', 'visible'],
  target,
  control: ({ id, scene, source }) => JSON.stringify([id, scene, source]),
  summary: (input, world) => {
    const { id, visible } = input;
    const verb = visible === undefined ? 'Show or hide' : visible ? 'Show' : 'Hide';
    return wordsOf(`${verb} ${sourceWords(input, world)}`, id, world);
  },
  undo: (
    input,
    before: {
      readonly scene: string | undefined;
      readonly source: string | number;
      readonly visible: boolean;
    },
  ) => (before.visible === input.visible ? null : { id: input.id, ...before }),
  offers: ({ obs }) =>
    obs.flatMap(({ id, currentScene, sources }) =>
      (sources ?? []).slice(0, mostOffered).map(({ itemId, visible }) => ({
        id,
        // An item id is valid in the scene where it was seen, which may no longer be the current one.
        ...(currentScene !== null && { scene: currentScene }),
        source: itemId,
        visible: !visible,
      })),
    ),
});

export const obsSendCaption = operation('obs.send-caption', {
  title: 'Send a caption',
  description: 'Adds a closed caption to the running stream',
  alsoCalled: ['subtitle', 'captions'],
  icon: 'caption',
  risk: 'visible',
  tag: 'obs',
  input: componentInputSchema.extend({
    text: z
      .string()
      .trim()
      .min(1, 'A caption needs some text')
      .check(atMostCharacters(platformLimits.obs.caption)),
  }),
  result: z.object({ text: z.string() }),
  idempotent: false,
  timeoutMs,
  route: route('caption'),
  keeps: ['id'],
  target,
  summary: ({ id }, world) => wordsOf('Send a caption', id, world),
});

/** All operations on an OBS, in palette order. */
export const obsOperations = [
  obsSetStreaming,
  obsSetRecording,
  obsSetReplayBuffer,
  obsSetVirtualCamera,
  obsSaveReplay,
  obsSwitchScene,
  obsSetMuted,
  obsSetSourceVisible,
  obsSetVolume,
  obsSendCaption,
] as const;
