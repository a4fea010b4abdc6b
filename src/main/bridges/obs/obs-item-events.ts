/** Events of OBS about sources, inputs, studio mode and the outputs other than stream and recording. */
import { assertNever, type Clock } from '#shared/kernel/index.ts';
import type { ComponentEvents } from '#core/component.ts';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import { obsReplaySaved, obsSourceHidden, obsSourceShown } from '#shared/catalogue/topics/obs.ts';
import type { ObsOutputState, ObsState } from '#main/bridges/ports/index.ts';
import type { InputTracker } from './input-tracker.ts';
import type { ObsSubject } from './obs-faults.ts';
import { isInputEvent, itemEventSchemas, type InputEventName, type ItemEventName } from './obs-schemas.ts';
import type { ObsStateStore } from './obs-state-store.ts';
import { replayChange, virtualCameraChange } from './output-changes.ts';

/** Parts of the state to read again, after an event that does not contain the change. */
export type Stale = 'scenes' | 'sources' | 'inputs' | 'outputs';

export interface ItemEventsOptions {
  readonly subject: ObsSubject;
  readonly clock: Clock;
  readonly events: ComponentEvents;
  readonly store: ObsStateStore;
  readonly inputs: InputTracker;
  readonly onStale: (what: Stale) => void;
  /**
   * Called when an event contained a change of a source: a reading of the sources in progress may be older.
   */
  readonly onSourceChanged: () => void;
}

type OtherEventName = Exclude<ItemEventName, InputEventName>;

const outputStates: ReadonlyMap<string, ObsOutputState> = new Map([
  ['OBS_WEBSOCKET_OUTPUT_STARTING', 'starting'],
  ['OBS_WEBSOCKET_OUTPUT_STARTED', 'on'],
  ['OBS_WEBSOCKET_OUTPUT_STOPPING', 'stopping'],
  ['OBS_WEBSOCKET_OUTPUT_STOPPED', 'off'],
]);

/** Applies OBS's events about single items, and emits Cuelight events for those that matter to people. */
export class ItemEvents {
  readonly #options: ItemEventsOptions;

  constructor(options: ItemEventsOptions) {
    this.#options = options;
  }

  /** Applies an event. Returns false when its data is invalid. */
  apply(name: ItemEventName, data: unknown): boolean {
    return isInputEvent(name) ? this.#applyInput(name, data) : this.#applyOther(name, data);
  }

  setReplayBuffer(next: NonNullable<ObsState['replayBuffer']>): void {
    const { subject, store } = this.#options;
    const previous = store.state.replayBuffer;
    if (next === previous) return;
    store.update({ replayBuffer: next });
    if (previous !== null) this.#emit(replayChange(subject, previous, next));
  }

  setVirtualCamera(next: NonNullable<ObsState['virtualCamera']>): void {
    const { subject, store } = this.#options;
    const previous = store.state.virtualCamera;
    if (next === previous) return;
    store.update({ virtualCamera: next });
    if (previous !== null) this.#emit(virtualCameraChange(subject, previous, next));
  }

  #applyInput(name: InputEventName, data: unknown): boolean {
    const { inputs, onStale } = this.#options;
    switch (name) {
      case 'InputCreated': {
        const event = itemEventSchemas[name].safeParse(data);
        if (event.success) {
          inputs.add(event.data.inputName);
          onStale('inputs');
        }
        return event.success;
      }
      case 'InputRemoved': {
        const event = itemEventSchemas[name].safeParse(data);
        if (event.success) inputs.remove(event.data.inputName);
        return event.success;
      }
      case 'InputNameChanged': {
        const event = itemEventSchemas[name].safeParse(data);
        if (event.success) {
          inputs.add(event.data.inputName);
          onStale('inputs');
          onStale('sources');
        }
        return event.success;
      }
      case 'InputMuteStateChanged': {
        const event = itemEventSchemas[name].safeParse(data);
        if (event.success) inputs.setMuted(event.data.inputName, event.data.inputMuted);
        return event.success;
      }
      case 'InputVolumeChanged': {
        const event = itemEventSchemas[name].safeParse(data);
        if (event.success) inputs.setVolume(event.data.inputName, event.data.inputVolumeDb);
        return event.success;
      }
      default:
        return assertNever(name);
    }
  }

  #applyOther(name: OtherEventName, data: unknown): boolean {
    const { store, onStale } = this.#options;
    switch (name) {
      case 'CurrentProfileChanged':
        // Another profile may have a replay buffer when this one has none.
        onStale('outputs');
        return true;
      case 'StudioModeStateChanged': {
        const event = itemEventSchemas[name].safeParse(data);
        if (event.success) store.update({ studioMode: event.data.studioModeEnabled });
        return event.success;
      }
      case 'ReplayBufferStateChanged': {
        const event = itemEventSchemas[name].safeParse(data);
        const next = event.success ? outputStates.get(event.data.outputState) : undefined;
        if (next) this.setReplayBuffer(next);
        return next !== undefined;
      }
      case 'VirtualcamStateChanged': {
        const event = itemEventSchemas[name].safeParse(data);
        const next = event.success ? outputStates.get(event.data.outputState) : undefined;
        if (next) this.setVirtualCamera(next);
        return next !== undefined;
      }
      case 'ReplayBufferSaved': {
        const event = itemEventSchemas[name].safeParse(data);
        if (event.success) this.#replaySaved(event.data.savedReplayPath);
        return event.success;
      }
      case 'SceneItemCreated':
      case 'SceneItemRemoved':
      case 'SceneItemListReindexed': {
        const event = itemEventSchemas[name].safeParse(data);
        if (event.success && event.data.sceneName === store.state.currentScene) onStale('sources');
        return event.success;
      }
      case 'SceneItemEnableStateChanged': {
        const event = itemEventSchemas[name].safeParse(data);
        if (event.success) {
          const { sceneName, sceneItemId, sceneItemEnabled } = event.data;
          this.#changeSource(sceneName, sceneItemId, { visible: sceneItemEnabled });
        }
        return event.success;
      }
      case 'SceneItemLockStateChanged': {
        const event = itemEventSchemas[name].safeParse(data);
        if (event.success) {
          const { sceneName, sceneItemId, sceneItemLocked } = event.data;
          this.#changeSource(sceneName, sceneItemId, { locked: sceneItemLocked });
        }
        return event.success;
      }
      default:
        return assertNever(name);
    }
  }

  #replaySaved(path: string): void {
    const { subject, clock, store } = this.#options;
    store.update({ lastReplay: { path, at: clock.now() } });
    this.#emit(obsReplaySaved({ path }, subject));
  }

  #changeSource(
    scene: string,
    itemId: number,
    change: { readonly visible?: boolean; readonly locked?: boolean },
  ): void {
    const { subject, store, onSourceChanged } = this.#options;
    const { sources, currentScene } = store.state;
    if (scene !== currentScene) return;
    onSourceChanged();
    const before = sources?.find((source) => source.itemId === itemId);
    if (!sources || !before) return;
    store.update({
      sources: sources.map((source) => (source === before ? { ...source, ...change } : source)),
    });
    if (change.visible === undefined || change.visible === before.visible) return;
    const changed = change.visible ? obsSourceShown : obsSourceHidden;
    this.#emit(changed({ scene, source: before.name }, subject));
  }

  #emit(change: TopicDraft | null): void {
    if (change) this.#options.events.emit(change);
  }
}
