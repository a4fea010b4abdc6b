/** What OBS is known to do, and the events that tell of each change. Knows no socket. */
import { assertNever, type Clock, isolate } from '#shared/kernel/index.ts';
import type { ComponentEvents } from '#core/component.ts';
import {
  unknownObsState,
  type ObsAudioInput,
  type ObsSource,
  type ObsState,
  type ObsStats,
} from '#main/bridges/ports/index.ts';
import type { ObsSubject } from './obs-faults.ts';
import { createItemEvents, type ItemEvents, type Stale } from './obs-item-events.ts';
import {
  isItemEvent,
  sceneNamesTopFirst,
  showEventSchemas,
  type ObsEventName,
  type RecordStatusAnswer,
  type SceneListAnswer,
  type StreamStatusAnswer,
} from './obs-schemas.ts';
import { describeRecordChange, describeStreamChange } from './obs-words.ts';

/** Names listed in one event; the rest are counted. */
const listedNames = 50;

export interface ObsTracker {
  readonly state: ObsState;
  /** Between the two events with which OBS changes its scene collection: nothing may be sent. */
  readonly changingCollection: boolean;
  /** Takes the first reading without telling of changes: nothing was known before. */
  begin(first: {
    readonly studioVersion: string;
    readonly scenes: SceneListAnswer;
    readonly stream: StreamStatusAnswer;
    readonly record: RecordStatusAnswer;
  }): void;
  /** Takes an event of OBS. False when its data cannot be read. */
  apply(name: ObsEventName, data: unknown): boolean;
  updateScenes(answer: SceneListAnswer): void;
  /** What a scene is made of; left out when another one is on program by now. */
  updateSources(scene: string, sources: readonly ObsSource[]): void;
  /** Call before the inputs are read, so that what is told meanwhile counts more than what is read. */
  beginInputs(): void;
  updateInputs(inputs: readonly ObsAudioInput[]): void;
  /** What OBS answers about its outputs when asked; null for what it could not tell. */
  updateOutputs(outputs: Pick<ObsState, 'replayBuffer' | 'virtualCamera' | 'studioMode'>): void;
  updateStats(stats: ObsStats): void;
  /** Compares with what OBS answers when asked, for the case that an event was lost. */
  reconcile(stream: StreamStatusAnswer, record: RecordStatusAnswer): void;
  endCollectionChange(): void;
  /** Resolves true as soon as the predicate holds, false when the time is up or the life is over. */
  waitFor(predicate: (state: ObsState) => boolean, limitMs: number): Promise<boolean>;
  /** The life is over: nothing is known any more, and every wait ends. */
  end(): void;
}

export interface ObsTrackerOptions {
  readonly subject: ObsSubject;
  readonly clock: Clock;
  readonly events: ComponentEvents;
  /** Called after each change of the state. */
  readonly onState: () => void;
  /** Something has to be read again. */
  readonly onStale: (what: Stale) => void;
  /** A source changed; what is being read of the sources just now may be older than that. */
  readonly onSourceTold: () => void;
  readonly onCollectionChanging: () => void;
  readonly onCollectionChanged: () => void;
  readonly onStreamChanged: (streaming: ObsState['streaming']) => void;
}

export const createObsTracker = (options: ObsTrackerOptions): ObsTracker => {
  const { subject, clock, events } = options;
  let state: ObsState = unknownObsState;
  let changingCollection = false;
  let streamDisagrees = false;
  let recordDisagrees = false;
  const waiting = new Set<{ predicate: (state: ObsState) => boolean; settle: (held: boolean) => void }>();

  const update = (change: Partial<ObsState>): void => {
    state = { ...state, ...change };
    for (const wait of waiting) if (wait.predicate(state)) wait.settle(true);
    options.onState();
  };

  const items: ItemEvents = createItemEvents({
    subject,
    clock,
    events,
    read: () => state,
    update,
    onStale: options.onStale,
    onSourceTold: options.onSourceTold,
  });

  const setCurrentScene = (scene: string): void => {
    const previous = state.currentScene;
    if (scene === previous) return;
    // The sources are those of the current scene: unknown until they are read anew.
    update({ currentScene: scene, sources: null });
    options.onStale('sources');
    events.emit('obs.scene-changed', {
      message: `${subject.title} shows the scene "${isolate(scene)}"`,
      data: { scene, previous },
    });
  };

  const setScenes = (scenes: readonly string[]): void => {
    const before = new Set(state.scenes);
    const after = new Set(scenes);
    const added = scenes.filter((scene) => !before.has(scene));
    const removed = [...before].filter((scene) => !after.has(scene));
    const sameOrder =
      scenes.length === state.scenes?.length &&
      scenes.every((scene, index) => scene === state.scenes?.[index]);
    if (sameOrder) return;
    update({ scenes });
    events.emit('obs.scenes-changed', {
      message: `${subject.title} has ${scenes.length} ${scenes.length === 1 ? 'scene' : 'scenes'} now`,
      data: {
        count: scenes.length,
        added: added.slice(0, listedNames),
        addedCount: added.length,
        removed: removed.slice(0, listedNames),
        removedCount: removed.length,
      },
    });
  };

  const setStreaming = (next: NonNullable<ObsState['streaming']>): void => {
    const previous = state.streaming;
    if (next === previous) return;
    update({ streaming: next });
    const { topic, message, level } = describeStreamChange(subject.title, previous, next);
    events.emit(topic, { message, level, data: { previous } });
    options.onStreamChanged(next);
  };

  const setRecording = (next: NonNullable<ObsState['recording']>, path: string | null): void => {
    const previous = state.recording;
    if (next === previous) return;
    const recordingPath = path ?? (next === 'starting' ? null : state.recordingPath);
    update({ recording: next, recordingPath });
    const change = describeRecordChange(subject.title, previous, next, recordingPath);
    if (change) {
      events.emit(change.topic, {
        message: change.message,
        level: change.level,
        data: { path: recordingPath, previous },
      });
    }
  };

  const applyRecordState = (outputState: string, path: string | null): boolean => {
    const next = recordStates.get(outputState);
    if (next) setRecording(next, path);
    return next !== undefined;
  };

  const apply = (name: ObsEventName, data: unknown): boolean => {
    // What happened before the first reading is part of it.
    if (state.studioVersion === null) return true;
    if (isItemEvent(name)) return items.apply(name, data);
    switch (name) {
      case 'ExitStarted':
        events.emit('obs.exit-started', { message: `${subject.title} is closing`, level: 'warning' });
        return true;
      case 'CurrentSceneCollectionChanging':
        changingCollection = true;
        update({ scenes: null, currentScene: null, sources: null, inputs: null });
        options.onCollectionChanging();
        return true;
      case 'CurrentSceneCollectionChanged':
        changingCollection = false;
        items.forgetRemoved();
        options.onCollectionChanged();
        return true;
      case 'CurrentProgramSceneChanged': {
        const event = showEventSchemas[name].safeParse(data);
        if (event.success && !changingCollection) setCurrentScene(event.data.sceneName);
        return event.success;
      }
      case 'SceneListChanged': {
        const event = showEventSchemas[name].safeParse(data);
        if (event.success && !changingCollection) setScenes(sceneNamesTopFirst(event.data.scenes));
        return event.success;
      }
      case 'SceneNameChanged': {
        // OBS sends no SceneListChanged when a scene is only renamed.
        const event = showEventSchemas[name].safeParse(data);
        if (event.success && !changingCollection) options.onStale('scenes');
        return event.success;
      }
      case 'StreamStateChanged': {
        // Not outputActive: while OBS reconnects, the event says false and GetStreamStatus says true.
        const event = showEventSchemas[name].safeParse(data);
        const next = event.success ? streamStates.get(event.data.outputState) : undefined;
        if (next) setStreaming(next);
        return next !== undefined;
      }
      case 'RecordStateChanged': {
        const event = showEventSchemas[name].safeParse(data);
        return event.success && applyRecordState(event.data.outputState, event.data.outputPath ?? null);
      }
      case 'RecordFileChanged': {
        const event = showEventSchemas[name].safeParse(data);
        if (event.success) update({ recordingPath: event.data.newOutputPath });
        return event.success;
      }
      default:
        return assertNever(name);
    }
  };

  return {
    get state() {
      return state;
    },
    get changingCollection() {
      return changingCollection;
    },
    begin: ({ studioVersion, scenes, stream, record }) => {
      update({
        studioVersion,
        scenes: sceneNamesTopFirst(scenes.scenes),
        currentScene: scenes.currentProgramSceneName,
        streaming: streamingOf(stream),
        recording: recordingOf(record),
      });
      options.onStreamChanged(state.streaming);
    },
    apply,
    updateScenes: (answer) => {
      setScenes(sceneNamesTopFirst(answer.scenes));
      if (answer.currentProgramSceneName !== null) setCurrentScene(answer.currentProgramSceneName);
    },
    updateSources: (scene, sources) => {
      if (scene === state.currentScene) update({ sources });
    },
    beginInputs: () => items.beginInputs(),
    updateInputs: (inputs) => items.endInputs(inputs),
    updateOutputs: ({ replayBuffer, virtualCamera, studioMode }) => {
      // On its way up or down OBS tells by events, and an answer may be older.
      const moves = (output: ObsState['replayBuffer']): boolean =>
        output === 'starting' || output === 'stopping';
      if (replayBuffer !== null && !moves(state.replayBuffer)) items.setReplayBuffer(replayBuffer);
      if (virtualCamera !== null) items.setVirtualCamera(virtualCamera);
      if (studioMode !== null && studioMode !== state.studioMode) update({ studioMode });
    },
    updateStats: (stats) => update({ stats }),
    reconcile: (stream, record) => {
      // One answer may be older than the event beside it; two in a row are not. On its way up or down OBS decides.
      const streaming = streamingOf(stream);
      const streamMoves = state.streaming === 'starting' || state.streaming === 'stopping';
      const streamDiffers = !streamMoves && streaming !== state.streaming;
      if (streamDiffers && streamDisagrees) setStreaming(streaming);
      streamDisagrees = streamDiffers;

      const recording = recordingOf(record);
      const recordMoves = state.recording === 'starting' || state.recording === 'stopping';
      const recordDiffers = !recordMoves && recording !== state.recording;
      if (recordDiffers && recordDisagrees) setRecording(recording, null);
      recordDisagrees = recordDiffers;
    },
    endCollectionChange: () => {
      changingCollection = false;
      items.forgetRemoved();
    },
    waitFor: (predicate, limitMs) => {
      if (predicate(state)) return Promise.resolve(true);
      return new Promise((resolve) => {
        const wait = {
          predicate,
          settle: (held: boolean) => {
            timer[Symbol.dispose]();
            waiting.delete(wait);
            resolve(held);
          },
        };
        const timer = clock.setTimeout(() => wait.settle(false), limitMs);
        waiting.add(wait);
      });
    },
    end: () => {
      state = unknownObsState;
      for (const wait of waiting) wait.settle(false);
      options.onState();
    },
  };
};

const streamStates: ReadonlyMap<string, NonNullable<ObsState['streaming']>> = new Map([
  ['OBS_WEBSOCKET_OUTPUT_STARTING', 'starting'],
  ['OBS_WEBSOCKET_OUTPUT_STARTED', 'on'],
  ['OBS_WEBSOCKET_OUTPUT_STOPPING', 'stopping'],
  ['OBS_WEBSOCKET_OUTPUT_STOPPED', 'off'],
  ['OBS_WEBSOCKET_OUTPUT_RECONNECTING', 'reconnecting'],
  ['OBS_WEBSOCKET_OUTPUT_RECONNECTED', 'on'],
]);

const recordStates: ReadonlyMap<string, NonNullable<ObsState['recording']>> = new Map([
  ['OBS_WEBSOCKET_OUTPUT_STARTING', 'starting'],
  ['OBS_WEBSOCKET_OUTPUT_STARTED', 'on'],
  ['OBS_WEBSOCKET_OUTPUT_STOPPING', 'stopping'],
  ['OBS_WEBSOCKET_OUTPUT_STOPPED', 'off'],
  ['OBS_WEBSOCKET_OUTPUT_PAUSED', 'paused'],
  ['OBS_WEBSOCKET_OUTPUT_RESUMED', 'on'],
]);

const streamingOf = (status: StreamStatusAnswer): NonNullable<ObsState['streaming']> => {
  if (!status.outputActive) return 'off';
  return status.outputReconnecting ? 'reconnecting' : 'on';
};

const recordingOf = (status: RecordStatusAnswer): NonNullable<ObsState['recording']> => {
  if (!status.outputActive) return 'off';
  return status.outputPaused ? 'paused' : 'on';
};
