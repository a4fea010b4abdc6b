import { z } from 'zod';
import { isolate } from '../../kernel/index.ts';
import { ownTopic } from './define.ts';

/** The name of the OBS that an event is about: "OBS", or with its place where there are several. */
interface Titled {
  readonly title: string;
}

/** Null for what is not known. */
const known = <TSchema extends z.ZodType>(schema: TSchema) => schema.nullable().default(null);

const streamState = z.enum(['off', 'starting', 'on', 'stopping', 'reconnecting']);
const recordState = z.enum(['off', 'starting', 'on', 'stopping', 'paused']);
const outputState = z.enum(['on', 'off', 'starting', 'stopping', 'unavailable']);

const countOfScenes = (count: number): string => `${count} ${count === 1 ? 'scene' : 'scenes'}`;

export const obsConnected = ownTopic('obs.connected', {
  title: 'OBS connected',
  data: z.object({
    studioVersion: known(z.string()),
    scenes: z.number(),
    /** The scene on program. */
    scene: known(z.string()),
    streaming: known(streamState),
    recording: known(recordState),
  }),
  sentence: ({ studioVersion, scenes, scene }, { title }: Titled) =>
    `Connected to ${title} ${studioVersion ?? ''} with ${countOfScenes(scenes)}, "${isolate(scene ?? '')}" on program`,
});

export const obsDisconnected = ownTopic('obs.disconnected', {
  title: 'OBS disconnected',
  level: 'warning',
  data: z.object({ code: z.string() }),
  sentence: (_, { reason }: { readonly reason: string }) => reason,
});

export const obsExitStarted = ownTopic('obs.exit-started', {
  title: 'OBS is closing',
  level: 'warning',
  data: z.object({}),
  sentence: (_, { title }: Titled) => `${title} is closing`,
});

export const obsPayloadRefused = ownTopic('obs.payload-refused', {
  title: 'Unreadable data from OBS',
  level: 'warning',
  data: z.object({ what: z.string(), refusedSoFar: z.number() }),
  sentence: ({ what }, { title }: Titled) => `${title} sent ${what}: it was left out`,
});

export const obsSceneChanged = ownTopic('obs.scene-changed', {
  title: 'Scene changed',
  data: z.object({ scene: z.string(), previous: known(z.string()) }),
  sentence: ({ scene }, { title }: Titled) => `${title} shows the scene "${isolate(scene)}"`,
});

export const obsScenesChanged = ownTopic('obs.scenes-changed', {
  title: 'List of scenes changed',
  data: z.object({
    count: z.number(),
    /** The first of them by name; {@link addedCount} and {@link removedCount} count all. */
    added: z.array(z.string()),
    addedCount: z.number(),
    removed: z.array(z.string()),
    removedCount: z.number(),
  }),
  sentence: ({ count }, { title }: Titled) => `${title} has ${countOfScenes(count)} now`,
});

const ofStream = z.object({ previous: known(streamState) });

export const obsStreamStarting = ownTopic('obs.stream-starting', {
  title: 'Stream is starting',
  data: ofStream,
  sentence: (_, { title }: Titled) => `${title} starts to stream`,
});

export const obsStreamStarted = ownTopic('obs.stream-started', {
  title: 'Stream started',
  data: ofStream,
  sentence: (_, { title }: Titled) => `${title} streams`,
});

export const obsStreamReconnecting = ownTopic('obs.stream-reconnecting', {
  title: 'Stream interrupted',
  level: 'warning',
  data: ofStream,
  sentence: (_, { title }: Titled) => `${title} lost the stream and tries to reach the ingest server again`,
});

export const obsStreamReconnected = ownTopic('obs.stream-reconnected', {
  title: 'Stream reconnected',
  data: ofStream,
  sentence: (_, { title }: Titled) => `${title} streams again`,
});

export const obsStreamStopping = ownTopic('obs.stream-stopping', {
  title: 'Stream is stopping',
  data: ofStream,
  sentence: (_, { title }: Titled) => `${title} stops streaming`,
});

/** OBS gives no reason when a stream ends; the state before it says whether anybody wanted that. */
const streamEnd: Readonly<Record<z.infer<typeof streamState>, (title: string) => string>> = {
  starting: (title) =>
    `${title} could not start the stream: check the server and the stream key in its settings`,
  reconnecting: (title) => `${title} gave the stream up after trying to reconnect`,
  on: (title) => `${title} stopped streaming by itself`,
  stopping: (title) => `${title} no longer streams`,
  off: (title) => `${title} no longer streams`,
};

export const obsStreamStopped = ownTopic('obs.stream-stopped', {
  title: 'Stream stopped',
  level: ({ previous }) =>
    previous === 'starting' || previous === 'reconnecting' || previous === 'on' ? 'warning' : 'info',
  data: ofStream,
  sentence: ({ previous }, { title }: Titled) => streamEnd[previous ?? 'off'](title),
});

const ofRecording = z.object({ path: known(z.string()), previous: known(recordState) });

export const obsRecordStarted = ownTopic('obs.record-started', {
  title: 'Recording started',
  data: ofRecording,
  sentence: ({ path }, { title }: Titled) =>
    path === null ? `${title} records` : `${title} records to ${isolate(path)}`,
});

export const obsRecordPaused = ownTopic('obs.record-paused', {
  title: 'Recording paused',
  data: ofRecording,
  sentence: (_, { title }: Titled) => `${title} pauses the recording`,
});

export const obsRecordResumed = ownTopic('obs.record-resumed', {
  title: 'Recording resumed',
  data: ofRecording,
  sentence: (_, { title }: Titled) => `${title} goes on recording`,
});

export const obsRecordStopped = ownTopic('obs.record-stopped', {
  title: 'Recording stopped',
  level: ({ previous }) => (previous === 'starting' ? 'warning' : 'info'),
  data: ofRecording,
  sentence: ({ path, previous }, { title }: Titled) => {
    if (previous === 'starting')
      return `${title} could not start recording: check the recording folder and the disk`;
    return path === null ? `${title} no longer records` : `${title} finished the recording ${isolate(path)}`;
  },
});

const ofReplay = z.object({ previous: known(outputState) });

export const obsReplayStarted = ownTopic('obs.replay-started', {
  title: 'Replay buffer started',
  data: ofReplay,
  sentence: (_, { title }: Titled) => `${title} keeps the last seconds for replay`,
});

/** The state after the stop, which tells whether OBS still has a replay buffer. */
interface ReplayStop extends Titled {
  readonly next: 'off' | 'unavailable';
}

export const obsReplayStopped = ownTopic('obs.replay-stopped', {
  title: 'Replay buffer stopped',
  level: ({ previous }) => (previous === 'starting' ? 'warning' : 'info'),
  data: ofReplay,
  sentence: ({ previous }, { title, next }: ReplayStop) => {
    if (next === 'unavailable') return `${title} has no replay buffer any more`;
    return previous === 'starting'
      ? `${title} could not start the replay buffer: check its settings under Output`
      : `${title} no longer keeps a replay`;
  },
});

export const obsReplaySaved = ownTopic('obs.replay-saved', {
  title: 'Replay saved',
  data: z.object({ path: z.string() }),
  sentence: ({ path }, { title }: Titled) => `${title} saved the replay ${path}`,
});

const ofVirtualCamera = z.object({ previous: known(outputState) });

export const obsVirtualCameraStarted = ownTopic('obs.virtual-camera-started', {
  title: 'Virtual camera started',
  data: ofVirtualCamera,
  sentence: (_, { title }: Titled) => `${title} runs its virtual camera`,
});

export const obsVirtualCameraStopped = ownTopic('obs.virtual-camera-stopped', {
  title: 'Virtual camera stopped',
  data: ofVirtualCamera,
  sentence: (_, { title }: Titled) => `${title} stopped its virtual camera`,
});

const sourceWords = (verb: 'shows' | 'hides', title: string, source: string, scene: string): string =>
  `${title} ${verb} "${isolate(source)}" in the scene "${isolate(scene)}"`;

const ofSource = z.object({ scene: z.string(), source: z.string() });

export const obsSourceShown = ownTopic('obs.source-shown', {
  title: 'Source shown',
  data: ofSource,
  sentence: ({ scene, source }, { title }: Titled) => sourceWords('shows', title, source, scene),
});

export const obsSourceHidden = ownTopic('obs.source-hidden', {
  title: 'Source hidden',
  data: ofSource,
  sentence: ({ scene, source }, { title }: Titled) => sourceWords('hides', title, source, scene),
});

const ofInput = z.object({ input: z.string() });

export const obsInputMuted = ownTopic('obs.input-muted', {
  title: 'Input muted',
  data: ofInput,
  sentence: ({ input }, { title }: Titled) => `"${isolate(input)}" in ${title} is muted`,
});

export const obsInputUnmuted = ownTopic('obs.input-unmuted', {
  title: 'Input no longer muted',
  data: ofInput,
  sentence: ({ input }, { title }: Titled) => `"${isolate(input)}" in ${title} is no longer muted`,
});

/** The topics of OBS: its connection, scenes, sources, audio and outputs. */
export const obsTopics = [
  obsConnected,
  obsDisconnected,
  obsExitStarted,
  obsPayloadRefused,
  obsSceneChanged,
  obsScenesChanged,
  obsStreamStarting,
  obsStreamStarted,
  obsStreamReconnecting,
  obsStreamReconnected,
  obsStreamStopping,
  obsStreamStopped,
  obsRecordStarted,
  obsRecordPaused,
  obsRecordResumed,
  obsRecordStopped,
  obsReplayStarted,
  obsReplayStopped,
  obsReplaySaved,
  obsVirtualCameraStarted,
  obsVirtualCameraStopped,
  obsSourceShown,
  obsSourceHidden,
  obsInputMuted,
  obsInputUnmuted,
];
