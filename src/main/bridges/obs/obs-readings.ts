/**
 * Readings of OBS besides the heartbeat: scenes, sources, inputs and outputs, repeated whenever they may have
 * changed.
 */
import { sleep, type Clock, type Fault } from '#shared/kernel/index.ts';
import type { ObsAudioInput, ObsSource, ObsState } from '#main/bridges/ports/index.ts';
import type { ObsConnection } from './obs-connection.ts';
import { refusalCodeOf, requestCodes } from './obs-faults.ts';
import type { Stale } from './obs-item-events.ts';
import {
  activeAnswerSchema,
  inputListAnswerSchema,
  inputMuteAnswerSchema,
  inputVolumeAnswerSchema,
  recordStatusAnswerSchema,
  sceneItemsAnswerSchema,
  sceneListAnswerSchema,
  streamStatusAnswerSchema,
  studioModeAnswerSchema,
  versionAnswerSchema,
  type BatchAnswer,
  type SceneItemsAnswer,
} from './obs-schemas.ts';
import type { ObsTracker } from './obs-tracker.ts';

export interface ObsReadings {
  /** Schedules a reading. Calls during a reading cause one more reading. */
  refresh(what: Stale): void;
  /** Repeats the readings that failed. */
  retry(): void;
  readonly readingSources: boolean;
}

export interface ObsReadingsOptions {
  readonly connection: ObsConnection;
  readonly tracker: ObsTracker;
  readonly clock: Clock;
  /** Aborts at the end of the connection. */
  readonly signal: AbortSignal;
  readonly rereadMs: number;
  /** Called when OBS sent an unreadable answer. */
  readonly onRefused: (what: string) => void;
}

/** Inputs per batch: enough to be quick, few enough that nothing else waits for the answer. */
const inputsPerBatch = 100;

export const createObsReadings = (options: ObsReadingsOptions): ObsReadings => {
  const { connection, tracker, clock, signal } = options;

  const failed = (fault: Fault, what: string): false => {
    if (fault.code === 'obs.bad-answer') options.onRefused(`an unreadable answer about ${what}`);
    return false;
  };

  const readScenes = async (): Promise<boolean> => {
    const answer = await connection.call('GetSceneList', sceneListAnswerSchema);
    if (!answer.ok) return failed(answer.error, 'the scenes');
    if (!tracker.changingCollection) tracker.updateScenes(answer.value);
    return true;
  };

  const readSources = async (): Promise<boolean> => {
    const scene = tracker.state.currentScene;
    if (scene === null) return true;
    const answer = await connection.call('GetSceneItemList', sceneItemsAnswerSchema, { sceneName: scene });
    // A scene removed meanwhile has no sources; its successor triggers its own reading.
    if (!answer.ok)
      return tracker.state.currentScene !== scene || failed(answer.error, 'the sources of a scene');
    tracker.updateSources(scene, sourcesTopFirst(answer.value));
    return true;
  };

  const readInputs = async (): Promise<boolean> => {
    tracker.beginInputs();
    const list = await connection.call('GetInputList', inputListAnswerSchema);
    if (!list.ok) return failed(list.error, 'the inputs');
    const inputs: ObsAudioInput[] = [];
    for (let from = 0; from < list.value.inputs.length; from += inputsPerBatch) {
      const some = list.value.inputs.slice(from, from + inputsPerBatch);
      const answers = await connection.batch(
        some.flatMap(({ inputName }) => [
          { requestType: 'GetInputMute' as const, requestData: { inputName } },
          { requestType: 'GetInputVolume' as const, requestData: { inputName } },
        ]),
      );
      if (!answers.ok) return failed(answers.error, 'inputs');
      // Items that are not ready during a change of the scene collection are read after it.
      if (answers.value.some(isNotReady) || tracker.changingCollection) return false;
      some.forEach(({ inputName, inputKind }, index) => {
        const mute = inputMuteAnswerSchema.safeParse(answers.value[2 * index]?.responseData);
        const volume = inputVolumeAnswerSchema.safeParse(answers.value[2 * index + 1]?.responseData);
        // OBS refuses both requests for an input without audio, and for one that was removed meanwhile.
        if (mute.success && volume.success) {
          const { inputMuted: muted } = mute.data;
          inputs.push({ name: inputName, kind: inputKind, muted, volumeDb: volume.data.inputVolumeDb });
        }
      });
    }
    tracker.updateInputs(inputs);
    return true;
  };

  const readOutput = async (
    request: 'GetReplayBufferStatus' | 'GetVirtualCamStatus',
  ): Promise<ObsState['replayBuffer']> => {
    const answer = await connection.call(request, activeAnswerSchema);
    if (answer.ok) return answer.value.outputActive ? 'on' : 'off';
    return refusalCodeOf(answer.error) === requestCodes.invalidResourceState ? 'unavailable' : null;
  };

  const readOutputs = async (): Promise<boolean> => {
    const [replayBuffer, virtualCamera, studio] = await Promise.all([
      readOutput('GetReplayBufferStatus'),
      readOutput('GetVirtualCamStatus'),
      connection.call('GetStudioModeEnabled', studioModeAnswerSchema),
    ]);
    const studioMode = studio.ok ? studio.value.studioModeEnabled : null;
    if (!signal.aborted) tracker.updateOutputs({ replayBuffer, virtualCamera, studioMode });
    // Failed answers are asked again at the next turn: the outputs are read every few seconds anyway.
    return true;
  };

  const one = (read: () => Promise<boolean>) => {
    let stale = false;
    let reading = false;
    const run = async (): Promise<void> => {
      if (reading) return;
      reading = true;
      while (stale && !tracker.changingCollection && !signal.aborted) {
        stale = false;
        if (!(await read())) {
          stale = true;
          break;
        }
        if (stale) await sleep(clock, options.rereadMs, signal).catch(() => undefined);
      }
      reading = false;
    };
    return {
      refresh: (): void => {
        stale = true;
        void run();
      },
      retry: (): void => void run(),
      isReading: () => reading,
    };
  };

  const all = {
    scenes: one(readScenes),
    sources: one(readSources),
    inputs: one(readInputs),
    outputs: one(readOutputs),
  };
  return {
    refresh: (what) => all[what].refresh(),
    retry: () => {
      for (const reading of Object.values(all)) reading.retry();
    },
    get readingSources() {
      return all.sources.isReading();
    },
  };
};

/** Reads the initial state. Rejects with the {@link Fault} of the first missing answer. */
export const readAtStart = async (connection: ObsConnection) => {
  const [version, scenes, stream, record] = await Promise.all([
    connection.call('GetVersion', versionAnswerSchema),
    connection.call('GetSceneList', sceneListAnswerSchema),
    connection.call('GetStreamStatus', streamStatusAnswerSchema),
    connection.call('GetRecordStatus', recordStatusAnswerSchema),
  ]);
  if (!version.ok) throw version.error;
  if (!scenes.ok) throw scenes.error;
  if (!stream.ok) throw stream.error;
  if (!record.ok) throw record.error;
  return {
    studioVersion: version.value.obsVersion,
    imageFormats: version.value.supportedImageFormats,
    scenes: scenes.value,
    stream: stream.value,
    record: record.value,
  };
};

const isNotReady = ({ requestStatus }: BatchAnswer): boolean => requestStatus.code === requestCodes.notReady;

/** Returns the sources top first, like the OBS window; OBS numbers them from the bottom. */
const sourcesTopFirst = ({ sceneItems }: SceneItemsAnswer): readonly ObsSource[] =>
  sceneItems
    .toSorted((left, right) => right.sceneItemIndex - left.sceneItemIndex)
    .map((item) => ({
      itemId: item.sceneItemId,
      name: item.sourceName,
      kind: item.inputKind ?? (item.isGroup === true ? 'group' : 'scene'),
      visible: item.sceneItemEnabled,
      locked: item.sceneItemLocked,
    }));
