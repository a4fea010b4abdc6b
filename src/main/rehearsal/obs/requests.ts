/** The requests that the rehearsal answers, with the codes and words of the real server. */
import type { JsonObject } from '#shared/kernel/index.ts';
import type { Output } from './output.ts';
import { obsVersion, obsWebSocketVersion, rpcVersion, statusCodes } from './protocol.ts';
import type { Studio, StudioInput } from './studio.ts';

export type Answer =
  | { readonly code: typeof statusCodes.success; readonly data?: JsonObject }
  | { readonly code: number; readonly comment?: string };

/** Counters of the session that asks; GetStats tells them. */
export interface SessionCounters {
  readonly incoming: number;
  readonly outgoing: number;
}

type Handler = (studio: Studio, data: unknown, session: SessionCounters) => Answer;

const success = (data?: JsonObject): Answer => ({ code: statusCodes.success, ...(data && { data }) });
const refuse = (code: number, comment?: string): Answer => ({
  code,
  ...(comment !== undefined && { comment }),
});

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field that must be there and be text, or the refusal that the real server gives. */
const readText = (data: unknown, field: string): { readonly text: string } | { readonly refusal: Answer } => {
  if (!isObject(data)) {
    return {
      refusal: refuse(statusCodes.missingRequestData, 'Your request data is missing or invalid (non-object)'),
    };
  }
  const value = data[field];
  if (value === undefined || value === null) {
    return {
      refusal: refuse(statusCodes.missingRequestField, `Your request is missing the \`${field}\` field.`),
    };
  }
  if (typeof value !== 'string') {
    return {
      refusal: refuse(
        statusCodes.invalidRequestFieldType,
        `The field value of \`${field}\` must be a string.`,
      ),
    };
  }
  if (value === '') {
    return {
      refusal: refuse(statusCodes.requestFieldEmpty, `The field value of \`${field}\` must not be empty.`),
    };
  }
  return { text: value };
};

const noSource = (name: string): Answer =>
  refuse(statusCodes.resourceNotFound, `No source was found by the name of \`${name}\`.`);

const withScene =
  (run: (studio: Studio, scene: string, data: unknown) => Answer): Handler =>
  (studio, data) => {
    const field = readText(data, 'sceneName');
    if ('refusal' in field) return field.refusal;
    return studio.scenes.includes(field.text) ? run(studio, field.text, data) : noSource(field.text);
  };

const withInput =
  (run: (studio: Studio, input: StudioInput, data: unknown) => Answer): Handler =>
  (studio, data) => {
    const field = readText(data, 'inputName');
    if ('refusal' in field) return field.refusal;
    const input = studio.inputs.find((candidate) => candidate.name === field.text);
    return input ? run(studio, input, data) : noSource(field.text);
  };

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

const handlers: Readonly<Record<string, Handler>> = {
  GetVersion: () =>
    success({
      obsVersion,
      obsWebSocketVersion,
      rpcVersion,
      availableRequests: Object.keys(handlers),
      supportedImageFormats: [],
      platform: 'rehearsal',
      platformDescription: 'Cuelight rehearsal',
    }),
  GetStats: (studio, _data, session) =>
    success({
      ...studio.stats.readStats(),
      webSocketSessionIncomingMessages: session.incoming,
      webSocketSessionOutgoingMessages: session.outgoing,
    }),

  GetSceneList: (studio) =>
    success({
      currentProgramSceneName: studio.currentScene,
      currentPreviewSceneName: null,
      scenes: studio.listScenes(),
    }),
  GetCurrentProgramScene: (studio) => success({ currentProgramSceneName: studio.currentScene }),
  SetCurrentProgramScene: withScene((studio, scene) => {
    studio.setScene(scene);
    return success();
  }),
  CreateScene: (studio, data) => {
    const field = readText(data, 'sceneName');
    if ('refusal' in field) return field.refusal;
    if (studio.scenes.includes(field.text)) {
      return refuse(statusCodes.resourceAlreadyExists, 'A source already exists by that scene name.');
    }
    studio.addScene(field.text);
    return success();
  },
  RemoveScene: withScene((studio, scene) => {
    if (studio.scenes.length < 2) {
      return refuse(statusCodes.notEnoughResources, 'You cannot remove the last scene in the collection.');
    }
    studio.removeScene(scene);
    return success();
  }),
  SetSceneName: withScene((studio, scene, data) => {
    const field = readText(data, 'newSceneName');
    if ('refusal' in field) return field.refusal;
    if (studio.scenes.includes(field.text)) {
      return refuse(statusCodes.resourceAlreadyExists, 'A source already exists by that new scene name.');
    }
    studio.renameScene(scene, field.text);
    return success();
  }),
  GetStudioModeEnabled: () => success({ studioModeEnabled: false }),

  GetInputList: (studio) =>
    success({
      inputs: studio.inputs.map(({ name, kind }) => ({
        inputName: name,
        inputKind: kind,
        unversionedInputKind: kind,
      })),
    }),
  GetInputMute: withInput((_studio, input) => success({ inputMuted: input.muted })),
  SetInputMute: withInput((studio, input, data) => {
    const muted = isObject(data) ? data['inputMuted'] : undefined;
    if (muted === undefined || muted === null) {
      return refuse(statusCodes.missingRequestField, 'Your request is missing the `inputMuted` field.');
    }
    if (typeof muted !== 'boolean') {
      return refuse(statusCodes.invalidRequestFieldType, 'The field value of `inputMuted` must be boolean.');
    }
    studio.setMuted(input, muted);
    return success();
  }),
  ToggleInputMute: withInput((studio, input) => {
    studio.setMuted(input, !input.muted);
    return success({ inputMuted: input.muted });
  }),

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

  GetReplayBufferStatus: ({ replayBuffer }) => success({ outputActive: replayBuffer.active }),
  StartReplayBuffer: ({ replayBuffer }) => startOutput(replayBuffer),
  StopReplayBuffer: ({ replayBuffer }) => stopOutput(replayBuffer),
  GetVirtualCamStatus: ({ virtualCamera }) => success({ outputActive: virtualCamera.active }),
  StartVirtualCam: ({ virtualCamera }) => startOutput(virtualCamera),
  StopVirtualCam: ({ virtualCamera }) => stopOutput(virtualCamera),
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
