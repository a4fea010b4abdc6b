import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { componentInputSchema, obsViewSchema } from '../model/index.ts';
import { procedure } from './procedure.ts';
import { resumeSchema } from './streams.ts';

const place = { epoch: z.string(), seq: z.number().int() };

/** A frame of the OBS stream: a snapshot of every OBS first, then changes. */
export const obsFrameSchema = z.discriminatedUnion('kind', [
  z.object({ ...place, kind: z.literal('snapshot'), instances: z.array(obsViewSchema) }),
  z.object({
    ...place,
    kind: z.literal('changes'),
    /** The changed fields of each OBS; all fields for a new OBS. */
    changed: z.array(obsViewSchema.partial().required({ id: true })),
    removed: z.array(z.string()),
  }),
]);
export type ObsFrame = z.infer<typeof obsFrameSchema>;

export const obsScreenshotSchema = z.object({
  /** The current program scene. */
  scene: z.string(),
  /** A `data:` URL of a JPEG or PNG picture. */
  image: z.string(),
  takenAt: z.number(),
});
export type ObsScreenshotView = z.infer<typeof obsScreenshotSchema>;

/** Read access to every OBS. */
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
    .input(componentInputSchema)
    .output(obsViewSchema),
  watch: procedure
    .route({
      method: 'GET',
      path: '/watch/obs',
      tags: ['streams'],
      summary: 'Every OBS as last observed, then changes',
    })
    .input(z.object({ resume: resumeSchema }))
    .output(eventIterator(obsFrameSchema)),
  screenshot: procedure
    .route({
      method: 'GET',
      path: '/obs/{id}/screenshot',
      tags: ['obs'],
      summary: 'Screenshot of the program output',
    })
    .input(componentInputSchema.extend({ width: z.coerce.number().int().min(64).max(1_920).default(640) }))
    .output(obsScreenshotSchema),
};
