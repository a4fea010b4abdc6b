/** What OBS's events say of sources, inputs, studio mode and the outputs beside stream and recording. */
import { assertNever, type Clock, isolate } from '#shared/kernel/index.ts';
import type { ComponentEvents } from '#core/component.ts';
import type { ObsAudioInput, ObsOutputState, ObsState } from '#main/bridges/ports/index.ts';
import type { ObsSubject } from './obs-faults.ts';
import { itemEventSchemas, type ItemEventName } from './obs-schemas.ts';
import { describeReplayChange, describeVirtualCameraChange, type Change } from './obs-words.ts';

/** What has to be read again, because an event says that it changed and not how. */
export type Stale = 'scenes' | 'sources' | 'inputs' | 'outputs';

export interface ItemEventsOptions {
  readonly subject: ObsSubject;
  readonly clock: Clock;
  readonly events: ComponentEvents;
  readonly read: () => ObsState;
  readonly update: (change: Partial<ObsState>) => void;
  readonly onStale: (what: Stale) => void;
  /** A source changed in a way that the event tells; what is being read of the sources just now may be older. */
  readonly onSourceTold: () => void;
}

export interface ItemEvents {
  /** Takes an event. False when its data cannot be read. */
  apply(name: ItemEventName, data: unknown): boolean;
  /** The inputs are about to be read: what events say from now on is newer than what will be read. */
  beginInputs(): void;
  endInputs(inputs: readonly ObsAudioInput[]): void;
  /** Another scene collection is there: names of removed inputs may be those of new ones. */
  forgetRemoved(): void;
  setReplayBuffer(next: NonNullable<ObsState['replayBuffer']>): void;
  setVirtualCamera(next: NonNullable<ObsState['virtualCamera']>): void;
}

const outputStates: ReadonlyMap<string, ObsOutputState> = new Map([
  ['OBS_WEBSOCKET_OUTPUT_STARTING', 'starting'],
  ['OBS_WEBSOCKET_OUTPUT_STARTED', 'on'],
  ['OBS_WEBSOCKET_OUTPUT_STOPPING', 'stopping'],
  ['OBS_WEBSOCKET_OUTPUT_STOPPED', 'off'],
]);

export const createItemEvents = (options: ItemEventsOptions): ItemEvents => {
  const { subject, clock, events, read, update, onStale } = options;
  /** OBS goes on listing a removed input for a while, until nothing of it is in use any more. */
  const removedInputs = new Set<string>();
  const isLeft = ({ name }: ObsAudioInput): boolean => !removedInputs.has(name);
  const toldOfInputs = new Map<string, Partial<Pick<ObsAudioInput, 'muted' | 'volumeDb'>>>();

  const tell = (change: Change | null, data: Readonly<Record<string, unknown>> = {}): void => {
    if (change) events.emit(change.topic, { message: change.message, level: change.level, data });
  };

  const setReplayBuffer: ItemEvents['setReplayBuffer'] = (next) => {
    const previous = read().replayBuffer;
    if (next === previous) return;
    update({ replayBuffer: next });
    if (previous !== null) tell(describeReplayChange(subject.title, previous, next), { previous });
  };
  const setVirtualCamera: ItemEvents['setVirtualCamera'] = (next) => {
    const previous = read().virtualCamera;
    if (next === previous) return;
    update({ virtualCamera: next });
    if (previous !== null) tell(describeVirtualCameraChange(subject.title, previous, next), { previous });
  };

  const changeInput = (
    name: string,
    change: Partial<Pick<ObsAudioInput, 'muted' | 'volumeDb'>>,
  ): ObsAudioInput | undefined => {
    toldOfInputs.set(name, { ...toldOfInputs.get(name), ...change });
    const { inputs } = read();
    const before = inputs?.find((input) => input.name === name);
    if (!inputs || !before) return undefined;
    const after = { ...before, ...change };
    if (after.muted !== before.muted || after.volumeDb !== before.volumeDb) {
      update({ inputs: inputs.map((input) => (input === before ? after : input)) });
    }
    return before;
  };

  const changeSource = (
    scene: string,
    itemId: number,
    change: { readonly visible?: boolean; readonly locked?: boolean },
  ): void => {
    const { sources, currentScene } = read();
    if (scene !== currentScene) return;
    options.onSourceTold();
    const before = sources?.find((source) => source.itemId === itemId);
    if (!sources || !before) return;
    update({ sources: sources.map((source) => (source === before ? { ...source, ...change } : source)) });
    if (change.visible === undefined || change.visible === before.visible) return;
    const verb = change.visible ? 'shows' : 'hides';
    tell(
      {
        topic: change.visible ? 'obs.source-shown' : 'obs.source-hidden',
        message: `${subject.title} ${verb} "${isolate(before.name)}" in the scene "${isolate(scene)}"`,
        level: 'info',
      },
      { scene, source: before.name },
    );
  };

  const apply: ItemEvents['apply'] = (name, data) => {
    switch (name) {
      case 'CurrentProfileChanged':
        // Another profile may have a replay buffer where this one has none.
        onStale('outputs');
        return true;
      case 'StudioModeStateChanged': {
        const event = itemEventSchemas[name].safeParse(data);
        if (event.success) update({ studioMode: event.data.studioModeEnabled });
        return event.success;
      }
      case 'ReplayBufferStateChanged': {
        const event = itemEventSchemas[name].safeParse(data);
        const next = event.success ? outputStates.get(event.data.outputState) : undefined;
        if (next) setReplayBuffer(next);
        return next !== undefined;
      }
      case 'VirtualcamStateChanged': {
        const event = itemEventSchemas[name].safeParse(data);
        const next = event.success ? outputStates.get(event.data.outputState) : undefined;
        if (next) setVirtualCamera(next);
        return next !== undefined;
      }
      case 'ReplayBufferSaved': {
        const event = itemEventSchemas[name].safeParse(data);
        if (!event.success) return false;
        const path = event.data.savedReplayPath;
        update({ lastReplay: { path, at: clock.now() } });
        const message = `${subject.title} saved the replay ${path}`;
        tell({ topic: 'obs.replay-saved', message, level: 'info' }, { path });
        return true;
      }
      case 'SceneItemCreated':
      case 'SceneItemRemoved':
      case 'SceneItemListReindexed': {
        const event = itemEventSchemas[name].safeParse(data);
        if (event.success && event.data.sceneName === read().currentScene) onStale('sources');
        return event.success;
      }
      case 'SceneItemEnableStateChanged': {
        const event = itemEventSchemas[name].safeParse(data);
        if (event.success) {
          const { sceneName, sceneItemId, sceneItemEnabled } = event.data;
          changeSource(sceneName, sceneItemId, { visible: sceneItemEnabled });
        }
        return event.success;
      }
      case 'SceneItemLockStateChanged': {
        const event = itemEventSchemas[name].safeParse(data);
        if (event.success) {
          const { sceneName, sceneItemId, sceneItemLocked } = event.data;
          changeSource(sceneName, sceneItemId, { locked: sceneItemLocked });
        }
        return event.success;
      }
      case 'InputCreated': {
        const event = itemEventSchemas[name].safeParse(data);
        if (event.success) {
          removedInputs.delete(event.data.inputName);
          onStale('inputs');
        }
        return event.success;
      }
      case 'InputRemoved': {
        const event = itemEventSchemas[name].safeParse(data);
        if (event.success) {
          removedInputs.add(event.data.inputName);
          const { inputs } = read();
          if (inputs) update({ inputs: inputs.filter(isLeft) });
        }
        return event.success;
      }
      case 'InputNameChanged': {
        const event = itemEventSchemas[name].safeParse(data);
        if (event.success) {
          removedInputs.delete(event.data.inputName);
          onStale('inputs');
          onStale('sources');
        }
        return event.success;
      }
      case 'InputMuteStateChanged': {
        const event = itemEventSchemas[name].safeParse(data);
        if (!event.success) return false;
        const { inputName, inputMuted } = event.data;
        // OBS says so also when nothing changed.
        const before = changeInput(inputName, { muted: inputMuted });
        if (before && before.muted !== inputMuted) {
          tell(
            {
              topic: inputMuted ? 'obs.input-muted' : 'obs.input-unmuted',
              message: `"${isolate(inputName)}" in ${subject.title} is ${inputMuted ? 'muted' : 'no longer muted'}`,
              level: 'info',
            },
            { input: inputName },
          );
        }
        return true;
      }
      case 'InputVolumeChanged': {
        // Not told as an event: a fader that moves would fill the journal.
        const event = itemEventSchemas[name].safeParse(data);
        if (event.success) changeInput(event.data.inputName, { volumeDb: event.data.inputVolumeDb });
        return event.success;
      }
      default:
        return assertNever(name);
    }
  };

  return {
    apply,
    setReplayBuffer,
    setVirtualCamera,
    beginInputs: () => toldOfInputs.clear(),
    forgetRemoved: () => removedInputs.clear(),
    endInputs: (inputs) => {
      update({
        inputs: inputs.filter(isLeft).map((input) => ({ ...input, ...toldOfInputs.get(input.name) })),
      });
      toldOfInputs.clear();
    },
  };
};
