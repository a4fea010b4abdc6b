/** The simulated OBS Studio: scenes, inputs and outputs. Knows no sockets; emits its changes. */
import type { Clock, RandomSource, Scope } from '#shared/kernel/index.ts';
import type { Output } from './output.ts';
import { intents, type StudioEvent } from './obs-protocol.ts';
import { createStudioStats, type StudioStats } from './stats.ts';
import { createStudioInputs, type StudioInputs } from './studio-inputs.ts';
import { createStudioOutputs } from './studio-outputs.ts';
import { StudioScenes } from './studio-scenes.ts';

export interface Studio {
  readonly scenes: StudioScenes;
  readonly inputs: StudioInputs;
  readonly stream: Output;
  readonly record: Output;
  /** The replay buffer; null when the profile has none. */
  readonly replayBuffer: Output | null;
  /** The virtual camera; null when the machine has none. */
  readonly virtualCamera: Output | null;
  readonly stats: StudioStats;
  readonly recordPath: string | null;
  /** Path of the last saved replay; empty before the first one. */
  readonly replayPath: string;
  /** The captions sent with the stream, newest last. */
  readonly captions: readonly string[];
  /** False while the scene collection changes: OBS then refuses every request as not ready. */
  readonly ready: boolean;
  /** Saves the content of the replay buffer, after a moment. */
  saveReplay(): void;
  caption(text: string): void;
  changeCollection(scenes: readonly string[], durationMs: number): void;
  /** Changes to a profile with or without a replay buffer. */
  changeProfile(profile: { readonly replayBuffer: boolean }): void;
  installVirtualCamera(installed: boolean): void;
}

export const defaultScenes = ['Starting soon', 'Main', 'Just chatting', 'Be right back', 'Ending'] as const;

const replayWriteMs = 120;
/** Number of captions that are kept; a show sends thousands. */
const maxCaptions = 50;

export const createStudio = (options: {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly scope: Scope;
  readonly scenes: readonly string[];
  readonly announce: (event: StudioEvent) => void;
}): Studio => {
  const { clock, random, scope, announce } = options;
  const scenes = new StudioScenes(options.scenes, announce);
  const inputs = createStudioInputs(announce);
  let collection = 'Rehearsal';
  let ready = true;
  let hasReplayBuffer = true;
  let hasVirtualCamera = true;
  let recordPath: string | null = null;
  let replayPath = '';
  let captions: readonly string[] = [];

  const fileName = (): string =>
    new Date(clock.now()).toISOString().slice(0, 19).replaceAll(':', '-').replace('T', ' ');
  const { stream, record, replayBuffer, virtualCamera } = createStudioOutputs({
    clock,
    scope,
    announce,
    onStreamStarted: () => stats.beginStream(),
    onRecordStarted: () => {
      stats.beginRecord();
      recordPath = `/rehearsal/${fileName()}.mkv`;
    },
    recordPath: () => recordPath,
  });
  const stats = createStudioStats({
    clock,
    random,
    streams: () => stream.phase === 'started',
    records: () => record.phase === 'started' && !record.paused,
  });

  /** Returns a function that runs a step later. A new step replaces the pending one. */
  const createLater = (name: string) => {
    let timer: Disposable | undefined;
    scope.defer(name, () => timer?.[Symbol.dispose]());
    return (delayMs: number, step: () => void): void => {
      timer?.[Symbol.dispose]();
      timer = clock.setTimeout(step, delayMs);
    };
  };
  const collectionLater = createLater('scene collection timer');
  const replayLater = createLater('replay timer');
  const announceConfig = (type: string, data: NonNullable<StudioEvent['data']>): void =>
    announce({ type, intent: intents.config, data });

  return {
    scenes,
    inputs,
    stream,
    record,
    get replayBuffer() {
      return hasReplayBuffer ? replayBuffer : null;
    },
    get virtualCamera() {
      return hasVirtualCamera ? virtualCamera : null;
    },
    stats,
    get recordPath() {
      return recordPath;
    },
    get replayPath() {
      return replayPath;
    },
    get captions() {
      return captions;
    },
    get ready() {
      return ready;
    },
    saveReplay: () => {
      replayLater(replayWriteMs, () => {
        replayPath = `/rehearsal/Replay ${fileName()}.mkv`;
        announce({
          type: 'ReplayBufferSaved',
          intent: intents.outputs,
          data: { savedReplayPath: replayPath },
        });
      });
    },
    caption: (text) => {
      captions = [...captions, text].slice(-maxCaptions);
    },
    changeCollection: (next, durationMs) => {
      ready = false;
      announceConfig('CurrentSceneCollectionChanging', { sceneCollectionName: collection });
      for (const sceneName of scenes.names)
        announce({ type: 'SceneRemoved', intent: intents.scenes, data: { sceneName, isGroup: false } });
      for (const { name: inputName } of inputs.all)
        announce({ type: 'InputRemoved', intent: intents.inputs, data: { inputName } });
      collectionLater(durationMs, () => {
        scenes.replace(next);
        inputs.reset();
        collection = collection === 'Rehearsal' ? 'Rehearsal 2' : 'Rehearsal';
        ready = true;
        announceConfig('CurrentSceneCollectionChanged', { sceneCollectionName: collection });
      });
    },
    changeProfile: (profile) => {
      announceConfig('CurrentProfileChanging', { profileName: 'Rehearsal' });
      hasReplayBuffer = profile.replayBuffer;
      announceConfig('CurrentProfileChanged', { profileName: 'Rehearsal' });
    },
    installVirtualCamera: (installed) => {
      hasVirtualCamera = installed;
    },
  };
};
