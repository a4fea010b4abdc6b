/** Commands for the replay buffer, the virtual camera, screenshots and captions. */
import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import type { ObsScreenshot } from '#main/bridges/ports/index.ts';
import type { CommandTools, ObsCommands } from './obs-command-tools.ts';
import {
  noPictureFormat,
  noReplayBuffer,
  notStreaming,
  noVirtualCamera,
  refusalCodeOf,
  replayNotRunning,
  requestCodes,
} from './obs-faults.ts';
import {
  anyAnswerSchema,
  currentSceneAnswerSchema,
  lastReplayAnswerSchema,
  screenshotAnswerSchema,
} from './obs-schemas.ts';

type OutputCommands = Pick<
  ObsCommands,
  'setReplayBuffer' | 'saveReplay' | 'setVirtualCamera' | 'takeScreenshot' | 'sendCaption'
>;

/** JPEG quality that is good enough to check a picture, at a tenth of the size of the best quality. */
const pictureQuality = 75;

/** The requests that switch each of the two outputs. */
const outputs = {
  replayBuffer: {
    start: 'StartReplayBuffer',
    stop: 'StopReplayBuffer',
    name: 'the replay buffer',
    missing: noReplayBuffer,
  },
  virtualCamera: {
    start: 'StartVirtualCam',
    stop: 'StopVirtualCam',
    name: 'the virtual camera',
    missing: noVirtualCamera,
  },
} as const;

export const createOutputCommands = (tools: CommandTools): OutputCommands => {
  const { subject, connection, tracker, limits, clock, unconfirmed, whenFree } = tools;

  const switchOutput = async (which: keyof typeof outputs, on: boolean): Promise<Result<void, Fault>> => {
    const { start, stop, name, missing } = outputs[which];
    const desired = on ? 'on' : 'off';
    const moving = on ? 'starting' : 'stopping';
    let began = tracker.state[which] === moving;
    const settled = tracker.waitFor((state) => {
      began ||= state[which] === moving;
      return state[which] === desired || (began && on && state[which] === 'off');
    }, limits.outputMs);
    if (!began && tracker.state[which] !== desired) {
      const answer = await connection.call(on ? start : stop, anyAnswerSchema);
      const code = answer.ok ? undefined : refusalCodeOf(answer.error);
      if (code === requestCodes.invalidResourceState) {
        tracker.updateOutputs({
          replayBuffer: null,
          virtualCamera: null,
          studioMode: null,
          [which]: 'unavailable',
        });
        return err(missing(subject));
      }
      const isSo = code === (on ? requestCodes.outputRunning : requestCodes.outputNotRunning);
      if (isSo) return ok(undefined);
      if (!answer.ok) return err(answer.error);
    }
    if (!(await settled)) return err(unconfirmed(`${on ? 'start' : 'stop'} ${name}`));
    if (tracker.state[which] === desired) return ok(undefined);
    return err(
      new Fault(
        'obs.replay-not-started',
        `${subject.title} couldn’t start ${name} and gave no reason. Check OBS under Settings › Output.`,
        { kind: 'configuration' },
      ),
    );
  };

  const saveReplay = async (): Promise<Result<{ path: string }, Fault>> => {
    const before = tracker.state.lastReplay;
    const answer = await connection.call('SaveReplayBuffer', anyAnswerSchema);
    if (!answer.ok) {
      switch (refusalCodeOf(answer.error)) {
        case requestCodes.invalidResourceState:
          return err(noReplayBuffer(subject));
        case requestCodes.outputNotRunning:
          return err(replayNotRunning(subject));
        default:
          return err(answer.error);
      }
    }
    const saved = await tracker.waitFor(
      ({ lastReplay }) => lastReplay !== null && lastReplay !== before,
      limits.outputMs,
    );
    const path = tracker.state.lastReplay?.path;
    if (saved && path !== undefined) return ok({ path });
    // The event may be lost, but only a path other than before is a new replay.
    const last = await connection.call('GetLastReplayBufferReplay', lastReplayAnswerSchema);
    const lastPath = last.ok ? last.value.savedReplayPath : '';
    return lastPath !== '' && lastPath !== before?.path
      ? ok({ path: lastPath })
      : err(unconfirmed('save the replay'));
  };

  const takeScreenshot = async (width: number): Promise<Result<ObsScreenshot, Fault>> => {
    const format = ['jpg', 'jpeg', 'png'].find((candidate) => tools.imageFormats.includes(candidate));
    if (format === undefined) return err(noPictureFormat(subject));
    // Read now rather than from the state: in studio mode, the scene being edited is a different one.
    const program = await connection.call('GetCurrentProgramScene', currentSceneAnswerSchema);
    if (!program.ok) return err(program.error);
    const scene = program.value.currentProgramSceneName;
    const picture = await connection.call('GetSourceScreenshot', screenshotAnswerSchema, {
      sourceName: scene,
      imageFormat: format,
      imageWidth: Math.round(width),
      imageCompressionQuality: pictureQuality,
    });
    if (!picture.ok) return err(picture.error);
    return ok({ scene, image: picture.value.imageData, takenAt: clock.now() });
  };

  const sendCaption = async (text: string): Promise<Result<void, Fault>> => {
    const answer = await connection.call('SendStreamCaption', anyAnswerSchema, { captionText: text });
    if (answer.ok) return ok(undefined);
    return err(
      refusalCodeOf(answer.error) === requestCodes.outputNotRunning ? notStreaming(subject) : answer.error,
    );
  };

  return {
    setReplayBuffer: (on) => whenFree(() => switchOutput('replayBuffer', on)),
    saveReplay: () => whenFree(saveReplay),
    setVirtualCamera: (on) => whenFree(() => switchOutput('virtualCamera', on)),
    takeScreenshot: (width) => whenFree(() => takeScreenshot(width)),
    sendCaption: (text) => whenFree(() => sendCaption(text)),
  };
};
