import { z } from 'zod';

const outputStates = ['on', 'off', 'starting', 'stopping'] as const;

/** A source at its place in a scene. */
export const obsSourceSchema = z.object({
  /** Distinguishes two uses of one source in one scene. */
  itemId: z.number().int(),
  name: z.string(),
  /** OBS's name for the kind of input (`v4l2_input`), or `scene` or `group`. */
  kind: z.string(),
  visible: z.boolean(),
  locked: z.boolean(),
});
export type ObsSourceView = z.infer<typeof obsSourceSchema>;

export const obsAudioInputSchema = z.object({
  name: z.string(),
  kind: z.string(),
  muted: z.boolean(),
  /** Decibels, -100 (silent) to 26. */
  volumeDb: z.number(),
});
export type ObsAudioInputView = z.infer<typeof obsAudioInputSchema>;

/** One OBS as last observed. Every field is null until it is observed. */
export const obsViewSchema = z.object({
  /** Its component id: `obs:main`. */
  id: z.string(),
  /** Null while disconnected, as are all other fields. */
  studioVersion: z.string().nullable(),
  /** Topmost first. */
  scenes: z.array(z.string()).readonly().nullable(),
  currentScene: z.string().nullable(),
  streaming: z.enum([...outputStates, 'reconnecting']).nullable(),
  recording: z.enum([...outputStates, 'paused']).nullable(),
  recordingPath: z.string().nullable(),
  /** `unavailable`: not configured in OBS. */
  replayBuffer: z.enum([...outputStates, 'unavailable']).nullable(),
  lastReplay: z.object({ path: z.string(), at: z.number() }).nullable(),
  /** `unavailable`: not installed on its machine. */
  virtualCamera: z.enum([...outputStates, 'unavailable']).nullable(),
  /** True when the edited scene and the program scene are separate. */
  studioMode: z.boolean().nullable(),
  /** The sources of the current scene, topmost first. */
  sources: z.array(obsSourceSchema).readonly().nullable(),
  /** Every audio input. */
  inputs: z.array(obsAudioInputSchema).readonly().nullable(),
});
export type ObsView = z.infer<typeof obsViewSchema>;
