/**
 * Commands for scene, stream and recording. Each settles only when OBS has reported the change, or when the
 * change has certainly failed.
 */
import { err, Fault, isolate, ok, type Result } from '#shared/kernel/index.ts';
import type { CommandTools, ObsCommands } from './obs-command-tools.ts';
import { noSuchScene, refusalCodeOf, requestCodes } from './obs-faults.ts';
import { anyAnswerSchema, currentSceneAnswerSchema, stopRecordAnswerSchema } from './obs-schemas.ts';

export const createShowCommands = (
  tools: CommandTools,
): Pick<ObsCommands, 'setScene' | 'setStreaming' | 'setRecording'> => {
  const { subject, connection, tracker, limits, unconfirmed, whenFree } = tools;

  const didNotStart = (what: 'stream' | 'recording'): Fault =>
    new Fault(
      `obs.${what}-not-started`,
      what === 'stream'
        ? `${subject.title} couldn’t start the stream and gave no reason. Check the server and the stream key under Settings › Stream.`
        : `${subject.title} couldn’t start recording and gave no reason. Check the recording folder and the disk.`,
      { kind: 'configuration' },
    );

  const setScene = async (scene: string): Promise<Result<void, Fault>> => {
    const answer = await connection.call('SetCurrentProgramScene', anyAnswerSchema, { sceneName: scene });
    if (!answer.ok) {
      return err(
        refusalCodeOf(answer.error) === requestCodes.resourceNotFound
          ? noSuchScene(subject, scene, tracker.state.scenes ?? [])
          : answer.error,
      );
    }
    if (await tracker.waitFor((state) => state.currentScene === scene, limits.callMs)) return ok(undefined);
    // In studio mode, the program changes only after the transition, and an event may be lost, so this asks
    // OBS.
    const current = await connection.call('GetCurrentProgramScene', currentSceneAnswerSchema);
    if (current.ok && current.value.currentProgramSceneName === scene) return ok(undefined);
    return err(unconfirmed(`switch to the scene "${isolate(scene)}"`));
  };

  const startStream = async (): Promise<Result<void, Fault>> => {
    const runs = (): boolean =>
      tracker.state.streaming === 'on' || tracker.state.streaming === 'reconnecting';
    if (runs()) return ok(undefined);
    let began = tracker.state.streaming === 'starting';
    const settled = tracker.waitFor((state) => {
      began ||= state.streaming === 'starting';
      return state.streaming === 'on' || (began && state.streaming === 'off');
    }, limits.outputMs);
    if (!began) {
      const answer = await connection.call('StartStream', anyAnswerSchema);
      if (!answer.ok && refusalCodeOf(answer.error) !== requestCodes.outputRunning) return err(answer.error);
    }
    if (!(await settled)) return err(unconfirmed('start the stream'));
    return runs() ? ok(undefined) : err(didNotStart('stream'));
  };

  const stopStream = async (): Promise<Result<void, Fault>> => {
    if (tracker.state.streaming === 'off') return ok(undefined);
    const settled = tracker.waitFor((state) => state.streaming === 'off', limits.outputMs);
    if (tracker.state.streaming !== 'stopping') {
      const answer = await connection.call('StopStream', anyAnswerSchema);
      if (!answer.ok && refusalCodeOf(answer.error) !== requestCodes.outputNotRunning)
        return err(answer.error);
    }
    return (await settled) ? ok(undefined) : err(unconfirmed('stop the stream'));
  };

  const startRecord = async (): Promise<Result<{ path: string | null }, Fault>> => {
    const runs = (): boolean => tracker.state.recording === 'on';
    if (runs()) return ok({ path: null });
    const paused = tracker.state.recording === 'paused';
    let began = tracker.state.recording === 'starting';
    const settled = tracker.waitFor((state) => {
      began ||= state.recording === 'starting';
      return state.recording === 'on' || (began && state.recording === 'off');
    }, limits.outputMs);
    if (!began) {
      const answer = await connection.call(paused ? 'ResumeRecord' : 'StartRecord', anyAnswerSchema);
      if (!answer.ok && refusalCodeOf(answer.error) !== requestCodes.outputRunning) return err(answer.error);
    }
    if (!(await settled)) return err(unconfirmed('start recording'));
    return runs() ? ok({ path: null }) : err(didNotStart('recording'));
  };

  const stopRecord = async (): Promise<Result<{ path: string | null }, Fault>> => {
    if (tracker.state.recording === 'off') return ok({ path: null });
    let path: string | null = null;
    const settled = tracker.waitFor((state) => state.recording === 'off', limits.outputMs);
    if (tracker.state.recording !== 'stopping') {
      const answer = await connection.call('StopRecord', stopRecordAnswerSchema);
      if (answer.ok) path = answer.value.outputPath;
      else if (refusalCodeOf(answer.error) !== requestCodes.outputNotRunning) return err(answer.error);
    }
    if (!(await settled)) return err(unconfirmed('finish the recording'));
    return ok({ path: tracker.state.recordingPath ?? path });
  };

  return {
    setScene: (scene) => whenFree(() => setScene(scene)),
    setStreaming: (on) => whenFree(on ? startStream : stopStream),
    setRecording: (on) => whenFree(on ? startRecord : stopRecord),
  };
};
