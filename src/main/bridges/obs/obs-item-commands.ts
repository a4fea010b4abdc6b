/** Commands for sources and audio inputs: show, hide, mute, unmute, volume. */
import { err, type Fault, isolate, ok, type Result } from '#shared/kernel/index.ts';
import type { CommandTools, ObsCommands } from './obs-command-tools.ts';
import { inputWithoutAudio, noSuchInput, noSuchSource, refusalCodeOf, requestCodes } from './obs-faults.ts';
import {
  anyAnswerSchema,
  inputMuteAnswerSchema,
  inputVolumeAnswerSchema,
  sceneItemEnabledAnswerSchema,
} from './obs-schemas.ts';
import { createSourceSearch } from './obs-source-search.ts';

type ItemCommands = Pick<
  ObsCommands,
  'setSourceVisible' | 'isSourceVisible' | 'setMuted' | 'isMuted' | 'setVolume'
>;

/** Volumes closer than this sound alike: OBS stores them as rounded factors. */
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
    // The inputs may not have been read yet, and an event may be lost, so this asks OBS.
    const now = await connection.call('GetInputMute', inputMuteAnswerSchema, { inputName: input });
    if (now.ok && now.value.inputMuted === muted) return ok(undefined);
    return err(unconfirmed(`${muted ? 'mute' : 'unmute'} "${isolate(input)}"`));
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
      : err(unconfirmed(`set "${isolate(input)}" to ${volumeDb.toFixed(1)} dB`));
  };

  const findSource = createSourceSearch(tools);

  const setSourceVisible: ItemCommands['setSourceVisible'] = async (place, visible) => {
    const found = await findSource(place);
    if (!found.ok) return found;
    const { holder, itemId } = found.value;
    const item = { sceneName: holder, sceneItemId: itemId };
    const answer = await connection.call('SetSceneItemEnabled', anyAnswerSchema, {
      ...item,
      sceneItemEnabled: visible,
    });
    if (!answer.ok) {
      const gone = refusalCodeOf(answer.error) === requestCodes.resourceNotFound;
      return gone
        ? err(noSuchSource(subject, { scene: holder, source: String(place.source) }, []))
        : err(answer.error);
    }
    const isSeen = (): boolean =>
      tracker.state.currentScene === holder &&
      tracker.state.sources?.find((candidate) => candidate.itemId === itemId)?.visible === visible;
    const onProgram = holder === tracker.state.currentScene && tracker.state.sources !== null;
    if (onProgram && (await tracker.waitFor(isSeen, limits.callMs))) return ok(undefined);
    const now = await connection.call('GetSceneItemEnabled', sceneItemEnabledAnswerSchema, item);
    return now.ok && now.value.sceneItemEnabled === visible
      ? ok(undefined)
      : err(
          unconfirmed(
            `${visible ? 'show' : 'hide'} "${isolate(String(place.source))}" in "${isolate(holder)}"`,
          ),
        );
  };

  const isSourceVisible: ItemCommands['isSourceVisible'] = async (place) => {
    const found = await findSource(place);
    return found.ok ? ok(found.value.visible) : found;
  };

  const isMuted = async (input: string): Promise<Result<boolean, Fault>> => {
    const answer = await connection.call('GetInputMute', inputMuteAnswerSchema, { inputName: input });
    return answer.ok ? ok(answer.value.inputMuted) : err(inputFault(answer.error, input));
  };

  return {
    setSourceVisible: (place, visible) => whenFree(() => setSourceVisible(place, visible)),
    isSourceVisible: (place) => whenFree(() => isSourceVisible(place)),
    isMuted: (input) => whenFree(() => isMuted(input)),
    setMuted: (input, muted) => whenFree(() => setMuted(input, muted)),
    setVolume: (input, volumeDb) => whenFree(() => setVolume(input, volumeDb)),
  };
};
