import { z } from 'zod';

const outputStates = ['on', 'off', 'starting', 'stopping'] as const;

/** A source at its place in a scene. */
export const obsSourceSchema = z.object({
  /** Tells two places of one source in one scene apart. */
  itemId: z.number().int(),
  name: z.string(),
  /** What OBS calls the kind of input (`v4l2_input`), or `scene` or `group`. */
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

/** One OBS as it was last observed. Every field is null until it was. */
export const obsViewSchema = z.object({
  /** Its component: `obs:main`. */
  id: z.string(),
  /** Null while it is not connected, and then so is all the rest. */
  studioVersion: z.string().nullable(),
  /** Top first. */
  scenes: z.array(z.string()).readonly().nullable(),
  currentScene: z.string().nullable(),
  streaming: z.enum([...outputStates, 'reconnecting']).nullable(),
  recording: z.enum([...outputStates, 'paused']).nullable(),
  recordingPath: z.string().nullable(),
  /** `unavailable`: none is set up. */
  replayBuffer: z.enum([...outputStates, 'unavailable']).nullable(),
  lastReplay: z.object({ path: z.string(), at: z.number() }).nullable(),
  /** `unavailable`: its machine has none. */
  virtualCamera: z.enum([...outputStates, 'unavailable']).nullable(),
  /** Whether what is edited and what is on air are two things. */
  studioMode: z.boolean().nullable(),
  /** What the current scene is made of, top first. */
  sources: z.array(obsSourceSchema).readonly().nullable(),
  /** Every input that has sound. */
  inputs: z.array(obsAudioInputSchema).readonly().nullable(),
});
export type ObsView = z.infer<typeof obsViewSchema>;
