/** The pretended OBS Studio: scenes, inputs and outputs. Knows no socket; tells of what changes. */
import type { Clock, RandomSource, Scope } from '#shared/kernel/index.ts';
import { createOutput, type Output, type OutputWord } from './output.ts';
import { intents, type StudioEvent } from './protocol.ts';
import { createStudioStats, type StudioStats } from './stats.ts';

export interface StudioInput {
  readonly name: string;
  readonly kind: string;
  muted: boolean;
}

export interface Studio {
  /** Top first, as the window of OBS lists them. */
  readonly scenes: readonly string[];
  readonly currentScene: string;
  readonly inputs: readonly StudioInput[];
  readonly stream: Output;
  readonly record: Output;
  readonly replayBuffer: Output;
  readonly virtualCamera: Output;
  readonly stats: StudioStats;
  readonly recordPath: string | null;
  /** While the scene collection changes, OBS refuses every request as not ready. */
  readonly ready: boolean;
  setScene(name: string): void;
  addScene(name: string): void;
  removeScene(name: string): void;
  renameScene(from: string, to: string): void;
  setMuted(input: StudioInput, muted: boolean): void;
  changeCollection(scenes: readonly string[], durationMs: number): void;
  /** The protocol's form of the scenes, counted from the bottom. */
  listScenes(): { readonly sceneIndex: number; readonly sceneName: string }[];
}

export const defaultScenes = ['Starting soon', 'Main', 'Just chatting', 'Be right back', 'Ending'] as const;

export const createStudio = (options: {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly scope: Scope;
  readonly scenes: readonly string[];
  readonly announce: (event: StudioEvent) => void;
}): Studio => {
  const { clock, random, scope, announce } = options;
  let scenes = [...options.scenes];
  let currentScene = scenes[0] ?? '';
  let collection = 'Rehearsal';
  let ready = true;
  let recordPath: string | null = null;
  const inputs: StudioInput[] = [
    { name: 'Microphone', kind: 'pulse_input_capture', muted: false },
    { name: 'Desktop audio', kind: 'pulse_output_capture', muted: false },
    { name: 'Camera', kind: 'v4l2_input', muted: false },
  ];

  const announceOutput = (type: string, output: () => Output, word: OutputWord, extra = {}): void => {
    // As the real one: only a running output is called active, while reconnecting it is not.
    const active = word === 'STARTED' || word === 'RECONNECTED' || word === 'PAUSED' || word === 'RESUMED';
    announce({
      type,
      intent: intents.outputs,
      data: {
        outputActive: active && output().active,
        outputState: `OBS_WEBSOCKET_OUTPUT_${word}`,
        ...extra,
      },
    });
  };
  const plainOutput = (type: string, startMs: number, stopMs: number): Output => {
    const output: Output = createOutput({
      clock,
      scope,
      startMs,
      stopMs,
      announce: (word) => announceOutput(type, () => output, word),
    });
    return output;
  };

  const stream: Output = createOutput({
    clock,
    scope,
    startMs: 700,
    stopMs: 300,
    announce: (word) => {
      if (word === 'STARTED') stats.beginStream();
      announceOutput('StreamStateChanged', () => stream, word);
    },
  });
  const record: Output = createOutput({
    clock,
    scope,
    startMs: 150,
    stopMs: 400,
    announce: (word) => {
      if (word === 'STARTED') {
        stats.beginRecord();
        recordPath = `/rehearsal/${new Date(clock.now()).toISOString().slice(0, 19).replaceAll(':', '-')}.mkv`;
      }
      const toldPath = word === 'STARTED' || word === 'STOPPED' ? recordPath : null;
      announceOutput('RecordStateChanged', () => record, word, { outputPath: toldPath });
    },
  });
  const stats = createStudioStats({
    clock,
    random,
    streams: () => stream.phase === 'started',
    records: () => record.phase === 'started' && !record.paused,
  });

  const listScenes = (): { sceneIndex: number; sceneName: string }[] =>
    scenes.toReversed().map((sceneName, sceneIndex) => ({ sceneIndex, sceneName }));
  const announceList = (): void =>
    announce({ type: 'SceneListChanged', intent: intents.scenes, data: { scenes: listScenes() } });

  const setScene = (name: string): void => {
    if (name === currentScene || !scenes.includes(name)) return;
    currentScene = name;
    announce({ type: 'CurrentProgramSceneChanged', intent: intents.scenes, data: { sceneName: name } });
  };

  let collectionTimer: Disposable | undefined;
  scope.defer('scene collection timer', () => collectionTimer?.[Symbol.dispose]());

  return {
    get scenes() {
      return scenes;
    },
    get currentScene() {
      return currentScene;
    },
    inputs,
    stream,
    record,
    replayBuffer: plainOutput('ReplayBufferStateChanged', 100, 100),
    virtualCamera: plainOutput('VirtualcamStateChanged', 100, 100),
    stats,
    get recordPath() {
      return recordPath;
    },
    get ready() {
      return ready;
    },
    setScene,
    addScene: (name) => {
      scenes = [...scenes, name];
      announceList();
      announce({ type: 'SceneCreated', intent: intents.scenes, data: { sceneName: name, isGroup: false } });
    },
    removeScene: (name) => {
      scenes = scenes.filter((scene) => scene !== name);
      announce({ type: 'SceneRemoved', intent: intents.scenes, data: { sceneName: name, isGroup: false } });
      announceList();
      if (name === currentScene && scenes[0] !== undefined) setScene(scenes[0]);
    },
    renameScene: (from, to) => {
      scenes = scenes.map((scene) => (scene === from ? to : scene));
      if (currentScene === from) currentScene = to;
      announce({
        type: 'SceneNameChanged',
        intent: intents.scenes,
        data: { oldSceneName: from, sceneName: to },
      });
    },
    setMuted: (input, muted) => {
      if (input.muted === muted) return;
      input.muted = muted;
      announce({
        type: 'InputMuteStateChanged',
        intent: intents.inputs,
        data: { inputName: input.name, inputMuted: muted },
      });
    },
    changeCollection: (next, durationMs) => {
      ready = false;
      announce({
        type: 'CurrentSceneCollectionChanging',
        intent: intents.config,
        data: { sceneCollectionName: collection },
      });
      for (const name of scenes) {
        announce({ type: 'SceneRemoved', intent: intents.scenes, data: { sceneName: name, isGroup: false } });
      }
      collectionTimer?.[Symbol.dispose]();
      collectionTimer = clock.setTimeout(() => {
        scenes = [...next];
        currentScene = scenes[0] ?? '';
        collection = collection === 'Rehearsal' ? 'Rehearsal 2' : 'Rehearsal';
        ready = true;
        announce({
          type: 'CurrentSceneCollectionChanged',
          intent: intents.config,
          data: { sceneCollectionName: collection },
        });
      }, durationMs);
    },
    listScenes,
  };
};
