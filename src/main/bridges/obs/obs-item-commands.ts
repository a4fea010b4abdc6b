/** Sources and audio inputs: shown or hidden, muted or not, how loud. */
import { err, ok, type Fault, type Result } from '#shared/kernel/index.ts';
import type { CommandTools, ObsCommands } from './obs-command-tools.ts';
import {
  inputWithoutAudio,
  noSuchInput,
  noSuchScene,
  noSuchSource,
  refusalCodeOf,
  requestCodes,
} from './obs-faults.ts';
import {
  anyAnswerSchema,
  inputMuteAnswerSchema,
  inputVolumeAnswerSchema,
  sceneItemEnabledAnswerSchema,
  sceneItemIdAnswerSchema,
} from './obs-schemas.ts';

type ItemCommands = Pick<ObsCommands, 'setSourceVisible' | 'setMuted' | 'setVolume'>;

/** Two volumes that nobody could tell apart: OBS keeps them as factors and rounds. */
const sameVolumeDb = 0.05;

export const createItemCommands = (tools: CommandTools): ItemCommands => {
  const { subject, connection, tracker, limits, unconfirmed, whenFree } = tools;

  const inputFault = (fault: Fault, input: string): Fault => {
    switch (refusalCodeOf(fault)) {
      case requestCodes.resourceNotFound:
        return noSuchInput(subject, input, tracker.state.inputs?.map(({ name }) => name) ?? []);
      case requestCodes.invalidResourceState:
        return inputWithoutAudio(subject, input);
      default:
        return fault;
    }
  };
  const inputOf = (name: string) => tracker.state.inputs?.find((input) => input.name === name);

  const setMuted = async (input: string, muted: boolean): Promise<Result<void, Fault>> => {
    const data = { inputName: input, inputMuted: muted };
    const answer = await connection.call('SetInputMute', anyAnswerSchema, data);
    if (!answer.ok) return err(inputFault(answer.error, input));
    const seen = await tracker.waitFor(() => inputOf(input)?.muted === muted, limits.callMs);
    if (seen) return ok(undefined);
    // The inputs may not have been read yet, and an event may be lost: ask.
    const now = await connection.call('GetInputMute', inputMuteAnswerSchema, { inputName: input });
    if (now.ok && now.value.inputMuted === muted) return ok(undefined);
    return err(unconfirmed(`${muted ? 'mute' : 'unmute'} "${input}"`));
  };

  const setVolume = async (input: string, volumeDb: number): Promise<Result<void, Fault>> => {
    const data = { inputName: input, inputVolumeDb: volumeDb };
    const answer = await connection.call('SetInputVolume', anyAnswerSchema, data);
    if (!answer.ok) return err(inputFault(answer.error, input));
    const isThere = (seenDb: number | undefined): boolean =>
      seenDb !== undefined && Math.abs(seenDb - volumeDb) < sameVolumeDb;
    if (await tracker.waitFor(() => isThere(inputOf(input)?.volumeDb), limits.callMs)) return ok(undefined);
    const now = await connection.call('GetInputVolume', inputVolumeAnswerSchema, { inputName: input });
    return now.ok && isThere(now.value.inputVolumeDb)
      ? ok(undefined)
      : err(unconfirmed(`set "${input}" to ${volumeDb.toFixed(1)} dB`));
  };

  const sourceFault = (fault: Fault, scene: string, source: string | number): Fault => {
    if (refusalCodeOf(fault) !== requestCodes.resourceNotFound) return fault;
    const { scenes, sources, currentScene } = tracker.state;
    if (scenes && !scenes.includes(scene)) return noSuchScene(subject, scene, scenes);
    const known = scene === currentScene ? (sources?.map(({ name }) => name) ?? []) : [];
    return noSuchSource(subject, { scene, source: String(source) }, known);
  };

  const setSourceVisible: ItemCommands['setSourceVisible'] = async (place, visible) => {
    const scene = place.scene ?? tracker.state.currentScene;
    if (scene === null) return err(unconfirmed('say which scene is on program'));
    const { source } = place;
    let itemId: number;
    if (typeof source === 'number') itemId = source;
    else {
      const found = await connection.call('GetSceneItemId', sceneItemIdAnswerSchema, {
        sceneName: scene,
        sourceName: source,
      });
      if (!found.ok) return err(sourceFault(found.error, scene, source));
      itemId = found.value.sceneItemId;
    }
    const item = { sceneName: scene, sceneItemId: itemId };
    const answer = await connection.call('SetSceneItemEnabled', anyAnswerSchema, {
      ...item,
      sceneItemEnabled: visible,
    });
    if (!answer.ok) return err(sourceFault(answer.error, scene, source));
    const isSeen = (): boolean =>
      tracker.state.currentScene === scene &&
      tracker.state.sources?.find((candidate) => candidate.itemId === itemId)?.visible === visible;
    const onProgram = scene === tracker.state.currentScene && tracker.state.sources !== null;
    if (onProgram && (await tracker.waitFor(isSeen, limits.callMs))) return ok(undefined);
    const now = await connection.call('GetSceneItemEnabled', sceneItemEnabledAnswerSchema, item);
    return now.ok && now.value.sceneItemEnabled === visible
      ? ok(undefined)
      : err(unconfirmed(`${visible ? 'show' : 'hide'} "${source}" in the scene "${scene}"`));
  };

  return {
    setSourceVisible: (place, visible) => whenFree(() => setSourceVisible(place, visible)),
    setMuted: (input, muted) => whenFree(() => setMuted(input, muted)),
    setVolume: (input, volumeDb) => whenFree(() => setVolume(input, volumeDb)),
  };
};
