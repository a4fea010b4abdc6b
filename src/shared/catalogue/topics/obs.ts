import { z } from 'zod';
import { isolate } from '../../kernel/index.ts';
import { ownTopic } from './define.ts';

/** The name of the OBS that an event is about: "OBS", or with its place when there are several. */
interface Titled {
  readonly title: string;
}

/** A field that is null while the value is unknown. */
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
    /** The current program scene. */
    scene: known(z.string()),
    streaming: known(streamState),
    recording: known(recordState),
  }),
  sentence: ({ studioVersion, scenes, scene }, { title }: Titled) =>
    `Connected to ${title} ${studioVersion ?? ''} with ${countOfScenes(scenes)}, current scene "${isolate(scene ?? '')}"`,
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
  sentence: ({ what }, { title }: Titled) => `${title} sent ${what}, which was discarded`,
});

export const obsSceneChanged = ownTopic('obs.scene-changed', {
  title: 'Scene changed',
  data: z.object({ scene: z.string(), previous: known(z.string()) }),
  sentence: ({ scene }, { title }: Titled) => `${title} switched to the scene "${isolate(scene)}"`,
});

export const obsScenesChanged = ownTopic('obs.scenes-changed', {
  title: 'List of scenes changed',
  data: z.object({
    count: z.number(),
    /** The first ones by name; {@link addedCount} and {@link removedCount} count all. */
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
  sentence: (_, { title }: Titled) => `${title} is starting the stream`,
});

export const obsStreamStarted = ownTopic('obs.stream-started', {
  title: 'Stream started',
  data: ofStream,
  sentence: (_, { title }: Titled) => `${title} started streaming`,
});

export const obsStreamReconnecting = ownTopic('obs.stream-reconnecting', {
  title: 'Stream interrupted',
  level: 'warning',
  data: ofStream,
  sentence: (_, { title }: Titled) =>
    `${title} lost the connection to the streaming server and is reconnecting`,
});

export const obsStreamReconnected = ownTopic('obs.stream-reconnected', {
  title: 'Stream reconnected',
  data: ofStream,
  sentence: (_, { title }: Titled) => `${title} reconnected and is streaming again`,
});

export const obsStreamStopping = ownTopic('obs.stream-stopping', {
  title: 'Stream is stopping',
  data: ofStream,
  sentence: (_, { title }: Titled) => `${title} is stopping the stream`,
});

/** OBS gives no reason when a stream ends. The previous state tells if it was intended. */
const streamEnd: Readonly<Record<z.infer<typeof streamState>, (title: string) => string>> = {
  starting: (title) =>
    `${title} could not start the stream: check the server and the stream key in its settings`,
  reconnecting: (title) => `${title} stopped streaming because it could not reconnect`,
  on: (title) => `${title} stopped streaming unexpectedly`,
  stopping: (title) => `${title} stopped streaming`,
  off: (title) => `${title} stopped streaming`,
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
    path === null ? `${title} started recording` : `${title} started recording to ${isolate(path)}`,
});

export const obsRecordPaused = ownTopic('obs.record-paused', {
  title: 'Recording paused',
  data: ofRecording,
  sentence: (_, { title }: Titled) => `${title} paused the recording`,
});

export const obsRecordResumed = ownTopic('obs.record-resumed', {
  title: 'Recording resumed',
  data: ofRecording,
  sentence: (_, { title }: Titled) => `${title} resumed the recording`,
});

export const obsRecordStopped = ownTopic('obs.record-stopped', {
  title: 'Recording stopped',
  level: ({ previous }) => (previous === 'starting' ? 'warning' : 'info'),
  data: ofRecording,
  sentence: ({ path, previous }, { title }: Titled) => {
    if (previous === 'starting')
      return `${title} could not start recording: check the recording folder and the disk`;
    return path === null ? `${title} stopped recording` : `${title} finished the recording ${isolate(path)}`;
  },
});

const ofReplay = z.object({ previous: known(outputState) });

export const obsReplayStarted = ownTopic('obs.replay-started', {
  title: 'Replay buffer started',
  data: ofReplay,
  sentence: (_, { title }: Titled) => `${title} started the replay buffer`,
});

/** The state after the stop, which tells if OBS still has a replay buffer. */
interface ReplayStop extends Titled {
  readonly next: 'off' | 'unavailable';
}

export const obsReplayStopped = ownTopic('obs.replay-stopped', {
  title: 'Replay buffer stopped',
  level: ({ previous }) => (previous === 'starting' ? 'warning' : 'info'),
  data: ofReplay,
  sentence: ({ previous }, { title, next }: ReplayStop) => {
    if (next === 'unavailable') return `${title} no longer has a replay buffer`;
    return previous === 'starting'
      ? `${title} could not start the replay buffer: check its settings under Output`
      : `${title} stopped the replay buffer`;
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
  sentence: (_, { title }: Titled) => `${title} started the virtual camera`,
});

export const obsVirtualCameraStopped = ownTopic('obs.virtual-camera-stopped', {
  title: 'Virtual camera stopped',
  data: ofVirtualCamera,
  sentence: (_, { title }: Titled) => `${title} stopped the virtual camera`,
});

const sourceWords = (verb: 'showed' | 'hid', title: string, source: string, scene: string): string =>
  `${title} ${verb} "${isolate(source)}" in the scene "${isolate(scene)}"`;

const ofSource = z.object({ scene: z.string(), source: z.string() });

export const obsSourceShown = ownTopic('obs.source-shown', {
  title: 'Source shown',
  data: ofSource,
  sentence: ({ scene, source }, { title }: Titled) => sourceWords('showed', title, source, scene),
});

export const obsSourceHidden = ownTopic('obs.source-hidden', {
  title: 'Source hidden',
  data: ofSource,
  sentence: ({ scene, source }, { title }: Titled) => sourceWords('hid', title, source, scene),
});

const ofInput = z.object({ input: z.string() });

export const obsInputMuted = ownTopic('obs.input-muted', {
  title: 'Input muted',
  data: ofInput,
  sentence: ({ input }, { title }: Titled) => `${title} muted "${isolate(input)}"`,
});

export const obsInputUnmuted = ownTopic('obs.input-unmuted', {
  title: 'Input unmuted',
  data: ofInput,
  sentence: ({ input }, { title }: Titled) => `${title} unmuted "${isolate(input)}"`,
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
