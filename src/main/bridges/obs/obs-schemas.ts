import { z } from 'zod';

/**
 * Schemas of OBS's messages, for the fields that this bridge reads. Unknown fields are dropped, so that newer
 * versions of obs-websocket work; numbers must be finite.
 */
const count = z.number().nonnegative();
/** The name of a scene. OBS sets no limit; Cuelight's messages need one. */
const name = z.string().max(10_000);

const sceneSchema = z.object({ sceneName: name, sceneIndex: z.number() });
const scenesSchema = z.array(sceneSchema).max(50_000);

export const frameSchema = z.object({ op: z.number(), d: z.looseObject({}) });

export const anyAnswerSchema = z.unknown();

export const versionAnswerSchema = z.object({
  obsVersion: name,
  obsWebSocketVersion: name,
  /** The image formats depend on the libraries of the system. */
  supportedImageFormats: z.array(z.string()).max(100),
});

export const sceneListAnswerSchema = z.object({
  /** Null briefly while OBS has no scene at all. */
  currentProgramSceneName: name.nullable(),
  scenes: scenesSchema,
});
export type SceneListAnswer = z.infer<typeof sceneListAnswerSchema>;

export const currentSceneAnswerSchema = z.object({ currentProgramSceneName: name });

export const statsAnswerSchema = z.object({
  cpuUsage: count,
  memoryUsage: count,
  availableDiskSpace: count,
  activeFps: count,
  averageFrameRenderTime: count,
  renderSkippedFrames: count,
  renderTotalFrames: count,
  outputSkippedFrames: count,
  outputTotalFrames: count,
});
export type StatsAnswer = z.infer<typeof statsAnswerSchema>;

export const streamStatusAnswerSchema = z.object({
  outputActive: z.boolean(),
  outputReconnecting: z.boolean(),
  outputBytes: count,
  outputCongestion: z.number(),
  outputSkippedFrames: count,
  outputTotalFrames: count,
});
export type StreamStatusAnswer = z.infer<typeof streamStatusAnswerSchema>;

export const recordStatusAnswerSchema = z.object({ outputActive: z.boolean(), outputPaused: z.boolean() });
export type RecordStatusAnswer = z.infer<typeof recordStatusAnswerSchema>;

export const stopRecordAnswerSchema = z.object({ outputPath: z.string() });

export const activeAnswerSchema = z.object({ outputActive: z.boolean() });
export const studioModeAnswerSchema = z.object({ studioModeEnabled: z.boolean() });
export const lastReplayAnswerSchema = z.object({ savedReplayPath: z.string().max(10_000) });

/** Items of a scene in OBS's order, bottom first, with only the fields that are read here. */
export const sceneItemsAnswerSchema = z.object({
  sceneItems: z
    .array(
      z.object({
        sceneItemId: z.number().int(),
        sceneItemIndex: z.number(),
        sourceName: name,
        inputKind: name.nullish(),
        sourceType: z.string().optional(),
        isGroup: z.boolean().nullish(),
        sceneItemEnabled: z.boolean(),
        sceneItemLocked: z.boolean(),
      }),
    )
    .max(50_000),
});
export type SceneItemsAnswer = z.infer<typeof sceneItemsAnswerSchema>;

export const sceneItemEnabledAnswerSchema = z.object({ sceneItemEnabled: z.boolean() });

export const inputListAnswerSchema = z.object({
  inputs: z.array(z.object({ inputName: name, inputKind: name })).max(50_000),
});
export const inputMuteAnswerSchema = z.object({ inputMuted: z.boolean() });
export const inputVolumeAnswerSchema = z.object({ inputVolumeDb: z.number() });

/** Limit for a picture: 1,920 pixels in width as PNG take at most a few megabytes. */
export const screenshotAnswerSchema = z.object({
  imageData: z
    .string()
    .max(12 * 1024 * 1024)
    .regex(/^data:image\/(?:png|jpe?g);base64,[A-Za-z0-9+/=]+$/, 'It isn’t a picture'),
});

/** The answer to one request of a batch. */
export const batchAnswerSchema = z.object({
  requestStatus: z.object({ result: z.boolean(), code: z.number() }),
  /** Missing when there is no data or the request was refused. */
  responseData: z.unknown().optional(),
});
export type BatchAnswer = z.infer<typeof batchAnswerSchema>;

/** The events that this bridge subscribes to, by their OBS names. Events about the show as a whole. */
export const showEventSchemas = {
  ExitStarted: z.unknown(),
  CurrentSceneCollectionChanging: z.unknown(),
  CurrentSceneCollectionChanged: z.unknown(),
  CurrentProgramSceneChanged: z.object({ sceneName: name }),
  SceneListChanged: z.object({ scenes: scenesSchema }),
  SceneNameChanged: z.object({ oldSceneName: name, sceneName: name }),
  StreamStateChanged: z.object({ outputState: z.string() }),
  RecordStateChanged: z.object({ outputState: z.string(), outputPath: z.string().nullish() }),
  RecordFileChanged: z.object({ newOutputPath: z.string() }),
} as const;
export type ShowEventName = keyof typeof showEventSchemas;

const inputEventSchemas = {
  InputCreated: z.object({ inputName: name }),
  InputRemoved: z.object({ inputName: name }),
  InputNameChanged: z.object({ oldInputName: name, inputName: name }),
  InputMuteStateChanged: z.object({ inputName: name, inputMuted: z.boolean() }),
  InputVolumeChanged: z.object({ inputName: name, inputVolumeDb: z.number() }),
} as const;
export type InputEventName = keyof typeof inputEventSchemas;

/** Events about sources, inputs, studio mode and the other outputs. */
export const itemEventSchemas = {
  CurrentProfileChanged: z.unknown(),
  StudioModeStateChanged: z.object({ studioModeEnabled: z.boolean() }),
  ReplayBufferStateChanged: z.object({ outputState: z.string() }),
  ReplayBufferSaved: z.object({ savedReplayPath: z.string().max(10_000) }),
  VirtualcamStateChanged: z.object({ outputState: z.string() }),
  SceneItemCreated: z.object({ sceneName: name }),
  SceneItemRemoved: z.object({ sceneName: name }),
  SceneItemListReindexed: z.object({ sceneName: name }),
  SceneItemEnableStateChanged: z.object({
    sceneName: name,
    sceneItemId: z.number().int(),
    sceneItemEnabled: z.boolean(),
  }),
  SceneItemLockStateChanged: z.object({
    sceneName: name,
    sceneItemId: z.number().int(),
    sceneItemLocked: z.boolean(),
  }),
  ...inputEventSchemas,
} as const;
export type ItemEventName = keyof typeof itemEventSchemas;
export type ObsEventName = ShowEventName | ItemEventName;
export const obsEventNames = [
  ...Object.keys(showEventSchemas),
  ...Object.keys(itemEventSchemas),
] as readonly ObsEventName[];
export const isItemEvent = (name: ObsEventName): name is ItemEventName =>
  Object.hasOwn(itemEventSchemas, name);
export const isInputEvent = (name: ItemEventName): name is InputEventName =>
  Object.hasOwn(inputEventSchemas, name);

/** General, Config, Scenes, Inputs, Outputs, SceneItems and Ui: the classes with the events above. */
export const eventSubscriptions = (1 << 0) | (1 << 1) | (1 << 2) | (1 << 3) | (1 << 6) | (1 << 7) | (1 << 10);

/** Returns the scenes top first, like the OBS window; OBS numbers them from the bottom. */
export const sceneNamesTopFirst = (scenes: SceneListAnswer['scenes']): readonly string[] =>
  scenes.toSorted((left, right) => right.sceneIndex - left.sceneIndex).map((scene) => scene.sceneName);
