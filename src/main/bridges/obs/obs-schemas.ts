import { z } from 'zod';

/**
 * What OBS sends, as far as this bridge reads it. Unknown fields are dropped, so that newer versions of obs-websocket
 * pass; numbers must be finite.
 */
const count = z.number().nonnegative();
/** A scene's name. OBS sets no limit, a message of ours does. */
const name = z.string().max(10_000);

const sceneSchema = z.object({ sceneName: name, sceneIndex: z.number() });
const scenesSchema = z.array(sceneSchema).max(50_000);

export const frameSchema = z.object({ op: z.number(), d: z.looseObject({}) });

export const anyAnswerSchema = z.unknown();

export const versionAnswerSchema = z.object({ obsVersion: name, obsWebSocketVersion: name });

export const sceneListAnswerSchema = z.object({
  /** Null for a moment while OBS has no scene at all. */
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

/** The events this bridge listens to, by OBS's name for them. */
export const eventSchemas = {
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
export type ObsEventName = keyof typeof eventSchemas;
export const obsEventNames = Object.keys(eventSchemas) as readonly ObsEventName[];

/** General, Config, Scenes and Outputs: the classes that hold the events above. */
export const eventSubscriptions = (1 << 0) | (1 << 1) | (1 << 2) | (1 << 6);

/** Scenes as the OBS window lists them, top first: OBS counts them from the bottom. */
export const sceneNamesTopFirst = (scenes: SceneListAnswer['scenes']): readonly string[] =>
  scenes.toSorted((left, right) => right.sceneIndex - left.sceneIndex).map((scene) => scene.sceneName);
