/** The known state of OBS, with an event for each change. Independent of the socket. */
import { assertNever, type Clock } from '#shared/kernel/index.ts';
import type { ComponentEvents } from '#core/component.ts';
import { obsExitStarted } from '#shared/catalogue/topics/obs.ts';
import type { ObsAudioInput, ObsSource, ObsState, ObsStats } from '#main/bridges/ports/index.ts';
import { InputTracker } from './input-tracker.ts';
import type { ObsSubject } from './obs-faults.ts';
import { ItemEvents, type Stale } from './obs-item-events.ts';
import {
  isItemEvent,
  sceneNamesTopFirst,
  showEventSchemas,
  type ObsEventName,
  type RecordStatusAnswer,
  type SceneListAnswer,
  type ShowEventName,
  type StreamStatusAnswer,
} from './obs-schemas.ts';
import { ObsStateStore } from './obs-state-store.ts';
import { OutputTracker, recordingOf, streamingOf } from './output-tracker.ts';
import { SceneTracker } from './scene-tracker.ts';

interface FirstReading {
  readonly studioVersion: string;
  readonly scenes: SceneListAnswer;
  readonly stream: StreamStatusAnswer;
  readonly record: RecordStatusAnswer;
}

export interface ObsTrackerOptions {
  readonly subject: ObsSubject;
  readonly clock: Clock;
  readonly events: ComponentEvents;
  /** Called after each change of the state. */
  readonly onState: () => void;
  /** Called when a part of the state must be read again. */
  readonly onStale: (what: Stale) => void;
  /** Called when a source changed: a reading of the sources in progress may be older. */
  readonly onSourceChanged: () => void;
  readonly onCollectionChanging: () => void;
  readonly onCollectionChanged: () => void;
  readonly onStreamChanged: (streaming: ObsState['streaming']) => void;
}

/** The state of OBS during one connection, updated by OBS's answers and events. */
export class ObsTracker {
  readonly #options: ObsTrackerOptions;
  readonly #store: ObsStateStore;
  readonly #scenes: SceneTracker;
  readonly #outputs: OutputTracker;
  readonly #inputs: InputTracker;
  readonly #items: ItemEvents;
  #changingCollection = false;

  constructor(options: ObsTrackerOptions) {
    this.#options = options;
    const { subject, clock, events, onStale, onSourceChanged, onStreamChanged } = options;
    const store = new ObsStateStore(clock, options.onState);
    const inputs = new InputTracker({ subject, events, store });
    this.#store = store;
    this.#inputs = inputs;
    this.#scenes = new SceneTracker({ subject, events, store, onSourcesStale: () => onStale('sources') });
    this.#outputs = new OutputTracker({ subject, events, store, onStreamChanged });
    this.#items = new ItemEvents({ subject, clock, events, store, inputs, onStale, onSourceChanged });
  }

  get state(): ObsState {
    return this.#store.state;
  }

  /** True between the two events of a change of the scene collection, when nothing may be sent. */
  get changingCollection(): boolean {
    return this.#changingCollection;
  }

  /** Applies the first reading without events: no earlier state existed to compare with. */
  begin({ studioVersion, scenes, stream, record }: FirstReading): void {
    this.#store.update({
      studioVersion,
      scenes: sceneNamesTopFirst(scenes.scenes),
      currentScene: scenes.currentProgramSceneName,
      streaming: streamingOf(stream),
      recording: recordingOf(record),
    });
    this.#options.onStreamChanged(this.state.streaming);
  }

  /** Applies an event of OBS. Returns false when its data is invalid. */
  apply(name: ObsEventName, data: unknown): boolean {
    // The first reading includes everything that happened before it.
    if (this.state.studioVersion === null) return true;
    return isItemEvent(name) ? this.#items.apply(name, data) : this.#applyShow(name, data);
  }

  updateScenes(answer: SceneListAnswer): void {
    this.#scenes.setAll(sceneNamesTopFirst(answer.scenes));
    if (answer.currentProgramSceneName !== null) this.#scenes.setCurrent(answer.currentProgramSceneName);
  }

  /** Updates the sources of a scene, unless another scene is on program by now. */
  updateSources(scene: string, sources: readonly ObsSource[]): void {
    if (scene === this.state.currentScene) this.#store.update({ sources });
  }

  /**
   * Marks the start of a reading of the inputs, so that events during the reading take precedence over it.
   */
  beginInputs(): void {
    this.#inputs.beginReading();
  }

  updateInputs(inputs: readonly ObsAudioInput[]): void {
    this.#inputs.endReading(inputs);
  }

  /** Updates the outputs from OBS's answers; null for a missing answer. */
  updateOutputs({
    replayBuffer,
    virtualCamera,
    studioMode,
  }: Pick<ObsState, 'replayBuffer' | 'virtualCamera' | 'studioMode'>): void {
    // While the output starts or stops, events are authoritative and an answer may be older.
    const known = this.state.replayBuffer;
    const moving = known === 'starting' || known === 'stopping';
    if (replayBuffer !== null && !moving) this.#items.setReplayBuffer(replayBuffer);
    if (virtualCamera !== null) this.#items.setVirtualCamera(virtualCamera);
    if (studioMode !== null && studioMode !== this.state.studioMode) this.#store.update({ studioMode });
  }

  updateStats(stats: ObsStats): void {
    this.#store.update({ stats });
  }

  /** Compares the state with OBS's answers, in case an event was lost. */
  reconcile(stream: StreamStatusAnswer, record: RecordStatusAnswer): void {
    this.#outputs.reconcile(stream, record);
  }

  endCollectionChange(): void {
    this.#changingCollection = false;
    this.#inputs.forgetRemoved();
  }

  /** Resolves true as soon as the predicate is true; false after the limit or when the connection ended. */
  waitFor(predicate: (state: ObsState) => boolean, limitMs: number): Promise<boolean> {
    return this.#store.waitFor(predicate, limitMs);
  }

  /** Clears the state at the end of the connection, and ends every wait. */
  end(): void {
    this.#store.forget();
  }

  #applyShow(name: ShowEventName, data: unknown): boolean {
    const { subject, events, onStale, onCollectionChanging, onCollectionChanged } = this.#options;
    const store = this.#store;
    const scenes = this.#scenes;
    const outputs = this.#outputs;
    switch (name) {
      case 'ExitStarted':
        events.emit(obsExitStarted({}, subject));
        return true;
      case 'CurrentSceneCollectionChanging':
        this.#changingCollection = true;
        store.update({ scenes: null, currentScene: null, sources: null, inputs: null });
        onCollectionChanging();
        return true;
      case 'CurrentSceneCollectionChanged':
        this.endCollectionChange();
        onCollectionChanged();
        return true;
      case 'CurrentProgramSceneChanged': {
        const event = showEventSchemas[name].safeParse(data);
        if (event.success && !this.#changingCollection) scenes.setCurrent(event.data.sceneName);
        return event.success;
      }
      case 'SceneListChanged': {
        const event = showEventSchemas[name].safeParse(data);
        if (event.success && !this.#changingCollection) scenes.setAll(sceneNamesTopFirst(event.data.scenes));
        return event.success;
      }
      case 'SceneNameChanged': {
        // OBS sends no SceneListChanged when a scene is renamed.
        const event = showEventSchemas[name].safeParse(data);
        if (event.success && !this.#changingCollection) onStale('scenes');
        return event.success;
      }
      case 'StreamStateChanged': {
        // Not outputActive: while OBS reconnects, the event says false and GetStreamStatus says true.
        const event = showEventSchemas[name].safeParse(data);
        return event.success && outputs.applyStreamState(event.data.outputState);
      }
      case 'RecordStateChanged': {
        const event = showEventSchemas[name].safeParse(data);
        if (!event.success) return false;
        const { outputState, outputPath = null } = event.data;
        return outputs.applyRecordState(outputState, outputPath);
      }
      case 'RecordFileChanged': {
        const event = showEventSchemas[name].safeParse(data);
        if (event.success) store.update({ recordingPath: event.data.newOutputPath });
        return event.success;
      }
      default:
        return assertNever(name);
    }
  }
}
