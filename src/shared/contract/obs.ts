import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { atMostCharacters, platformLimits } from '../model/index.ts';
import { procedure } from './procedure.ts';
import { resumeSchema } from './streams.ts';

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

const place = { epoch: z.string(), seq: z.number().int() };

/** What every OBS does: all of it, then what changed. */
export const obsFrameSchema = z.discriminatedUnion('kind', [
  z.object({ ...place, kind: z.literal('snapshot'), instances: z.array(obsViewSchema) }),
  z.object({
    ...place,
    kind: z.literal('changes'),
    /** Of each OBS that changed, the fields that did; of a new one, all of them. */
    changed: z.array(obsViewSchema.partial().required({ id: true })),
    removed: z.array(z.string()),
  }),
]);
export type ObsFrame = z.infer<typeof obsFrameSchema>;

export const obsScreenshotSchema = z.object({
  /** The scene that was on program. */
  scene: z.string(),
  /** A `data:` URL of a JPEG or PNG picture. */
  image: z.string(),
  takenAt: z.number(),
});
export type ObsScreenshotView = z.infer<typeof obsScreenshotSchema>;

const idInput = z.object({ id: z.string().min(1).max(120) });
const name = z.string().min(1).max(400);
const switched = z.object({ on: z.boolean() });

const command = (path: `/${string}`, summary: string) =>
  procedure.route({ method: 'POST', path: `/obs/{id}${path}`, tags: ['obs'], summary });

/** Watching and steering every OBS. A command answers when OBS was seen to do it. */
export const obsContract = {
  list: procedure
    .route({ method: 'GET', path: '/obs', tags: ['obs'], summary: 'Every OBS as it was last observed' })
    .output(z.object({ instances: z.array(obsViewSchema) })),
  state: procedure
    .route({
      method: 'GET',
      path: '/obs/{id}',
      tags: ['obs'],
      summary: 'One OBS as it was last observed: outputs, scenes, sources, audio inputs',
    })
    .input(idInput)
    .output(obsViewSchema),
  watch: procedure
    .route({
      method: 'GET',
      path: '/watch/obs',
      tags: ['streams'],
      summary: 'Every OBS as it is, then what changed',
    })
    .input(z.object({ resume: resumeSchema }))
    .output(eventIterator(obsFrameSchema)),
  setScene: command('/scene', 'Switches the program scene')
    .input(idInput.extend({ scene: name }))
    .output(z.object({ scene: z.string() })),
  setStreaming: command('/streaming', 'Starts or stops the stream')
    .input(idInput.extend({ on: z.boolean() }))
    .output(switched),
  setRecording: command('/recording', 'Starts or stops the recording')
    .input(idInput.extend({ on: z.boolean() }))
    .output(switched.extend({ path: z.string().nullable() })),
  setReplayBuffer: command('/replay', 'Starts or stops the replay buffer')
    .input(idInput.extend({ on: z.boolean() }))
    .output(switched),
  saveReplay: command('/replay/save', 'Saves the last seconds to a file and says to which')
    .input(idInput)
    .output(z.object({ path: z.string() })),
  setVirtualCamera: command('/virtual-camera', 'Starts or stops the virtual camera')
    .input(idInput.extend({ on: z.boolean() }))
    .output(switched),
  setSourceVisible: command('/source', 'Shows or hides a source; turns it over where nothing is said')
    .input(
      idInput.extend({
        /** The current scene unless another one is named. */
        scene: name.optional(),
        /** Its name, or its item id where a scene has it twice. */
        source: z.union([name, z.number().int().min(0)]),
        visible: z.boolean().optional(),
      }),
    )
    .output(z.object({ visible: z.boolean() })),
  setMuted: command('/mute', 'Mutes or unmutes an audio input; turns it over where nothing is said')
    .input(idInput.extend({ input: name, muted: z.boolean().optional() }))
    .output(z.object({ muted: z.boolean() })),
  setVolume: command('/volume', 'Sets how loud an audio input is, in decibels')
    .input(idInput.extend({ input: name, volumeDb: z.coerce.number().min(-100).max(26) }))
    .output(z.object({ volumeDb: z.number() })),
  screenshot: procedure
    .route({
      method: 'GET',
      path: '/obs/{id}/screenshot',
      tags: ['obs'],
      summary: 'A picture of what is on program',
    })
    .input(idInput.extend({ width: z.coerce.number().int().min(64).max(1_920).default(640) }))
    .output(obsScreenshotSchema),
  sendCaption: command('/caption', 'Adds a closed caption to the running stream')
    .input(
      idInput.extend({
        text: z
          .string()
          .trim()
          .min(1, 'A caption needs some text')
          .check(atMostCharacters(platformLimits.obs.caption)),
      }),
    )
    .output(z.object({ text: z.string() })),
};
