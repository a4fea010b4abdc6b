/** The requests that the rehearsal answers, with the codes and texts of the real server. */
import type { JsonObject } from '#shared/kernel/index.ts';
import { inputRequests, pictureFormats } from './input-requests.ts';
import type { Output } from './output.ts';
import { obsVersion, obsWebSocketVersion, rpcVersion, statusCodes } from './obs-protocol.ts';
import {
  readText,
  refuse,
  success,
  type Answer,
  type Handler,
  type Handlers,
  type SessionCounters,
} from './request-fields.ts';
import { sceneRequests } from './scene-requests.ts';
import type { Studio } from './studio.ts';

const timecode = (durationMs: number): string => new Date(durationMs).toISOString().slice(11, 23);

const outputStatus = (output: Output): JsonObject => ({
  outputActive: output.active,
  outputTimecode: timecode(output.durationMs),
  outputDuration: output.durationMs,
});

const startOutput = (output: Output): Answer => {
  if (output.active) return refuse(statusCodes.outputRunning);
  output.start();
  return success();
};

const stopOutput = (output: Output): Answer => {
  if (!output.active) return refuse(statusCodes.outputNotRunning);
  output.stop();
  return success();
};

const toggleOutput = (output: Output): Answer => {
  const active = !output.active;
  if (active) output.start();
  else output.stop();
  return success({ outputActive: active });
};

const withReplayBuffer =
  (run: (output: Output, studio: Studio) => Answer): Handler =>
  (studio) =>
    studio.replayBuffer
      ? run(studio.replayBuffer, studio)
      : refuse(statusCodes.invalidResourceState, 'Replay buffer is not available.');

const withVirtualCamera =
  (run: (output: Output) => Answer): Handler =>
  (studio) =>
    studio.virtualCamera
      ? run(studio.virtualCamera)
      : refuse(statusCodes.invalidResourceState, 'VirtualCam is not available.');

const outputRequests: Handlers = {
  GetStreamStatus: (studio) => {
    const counters = studio.stats.readStream();
    const { active } = studio.stream;
    return success({
      ...outputStatus(studio.stream),
      outputReconnecting: studio.stream.phase === 'reconnecting',
      outputCongestion: active ? counters.congestion : 0,
      outputBytes: active ? counters.bytes : 0,
      outputSkippedFrames: active ? counters.skipped : 0,
      outputTotalFrames: active ? counters.total : 0,
    });
  },
  StartStream: ({ stream }) => startOutput(stream),
  StopStream: ({ stream }) => stopOutput(stream),
  ToggleStream: ({ stream }) => toggleOutput(stream),
  SendStreamCaption: (studio, data) => {
    // The real server checks the stream first when the field is present.
    const field = readText(data, 'captionText');
    if ('refusal' in field && field.refusal.code !== statusCodes.requestFieldEmpty) return field.refusal;
    if (!studio.stream.active) return refuse(statusCodes.outputNotRunning);
    studio.caption('value' in field ? field.value : '');
    return success();
  },

  GetRecordStatus: ({ record, stats }) =>
    success({
      ...outputStatus(record),
      outputPaused: record.paused,
      outputBytes: record.active ? stats.readRecordBytes() : 0,
    }),
  StartRecord: ({ record }) => startOutput(record),
  StopRecord: ({ record, recordPath }) => {
    const answer = stopOutput(record);
    return answer.code === statusCodes.success ? success({ outputPath: recordPath ?? '' }) : answer;
  },
  ToggleRecord: ({ record }) => toggleOutput(record),
  PauseRecord: ({ record }) => {
    if (record.paused) return refuse(statusCodes.outputPaused);
    record.setPaused(true);
    return success();
  },
  ResumeRecord: ({ record }) => {
    if (!record.paused) return refuse(statusCodes.outputNotPaused);
    record.setPaused(false);
    return success();
  },

  GetReplayBufferStatus: withReplayBuffer((output) => success({ outputActive: output.active })),
  StartReplayBuffer: withReplayBuffer(startOutput),
  StopReplayBuffer: withReplayBuffer(stopOutput),
  ToggleReplayBuffer: withReplayBuffer(toggleOutput),
  SaveReplayBuffer: withReplayBuffer((output, studio) => {
    if (!output.active) return refuse(statusCodes.outputNotRunning);
    studio.saveReplay();
    return success();
  }),
  GetLastReplayBufferReplay: withReplayBuffer((output, { replayPath }) =>
    output.active ? success({ savedReplayPath: replayPath }) : refuse(statusCodes.outputNotRunning),
  ),
  GetVirtualCamStatus: withVirtualCamera((output) => success({ outputActive: output.active })),
  StartVirtualCam: withVirtualCamera(startOutput),
  StopVirtualCam: withVirtualCamera(stopOutput),
  ToggleVirtualCam: withVirtualCamera(toggleOutput),
};

const handlers: Handlers = {
  GetVersion: () =>
    success({
      obsVersion,
      obsWebSocketVersion,
      rpcVersion,
      availableRequests: Object.keys(handlers),
      supportedImageFormats: [...pictureFormats],
      platform: 'rehearsal',
      platformDescription: 'Cuelight rehearsal',
    }),
  GetStats: (studio, _data, session) =>
    success({
      ...studio.stats.readStats(),
      webSocketSessionIncomingMessages: session.incoming,
      webSocketSessionOutgoingMessages: session.outgoing,
    }),
  ...sceneRequests,
  ...inputRequests,
  ...outputRequests,
};

/** Answers one request. Never throws, whatever the client sent. */
export const answerRequest = (
  studio: Studio,
  requestType: unknown,
  requestData: unknown,
  session: SessionCounters,
): Answer => {
  if (!studio.ready) return refuse(statusCodes.notReady, 'OBS is not ready to perform the request.');
  const handler =
    typeof requestType === 'string' && Object.hasOwn(handlers, requestType)
      ? handlers[requestType]
      : undefined;
  return handler
    ? handler(studio, requestData, session)
    : refuse(statusCodes.unknownRequestType, 'Your request type is not valid.');
};
