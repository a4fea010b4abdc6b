import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { componentInputSchema, obsViewSchema } from '../model/index.ts';
import { procedure } from './procedure.ts';
import { resumeSchema } from './streams.ts';

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

/** Watching every OBS. */
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
      summary: 'Every OBS as it is, then what changed',
    })
    .input(z.object({ resume: resumeSchema }))
    .output(eventIterator(obsFrameSchema)),
  screenshot: procedure
    .route({
      method: 'GET',
      path: '/obs/{id}/screenshot',
      tags: ['obs'],
      summary: 'A picture of what is on program',
    })
    .input(componentInputSchema.extend({ width: z.coerce.number().int().min(64).max(1_920).default(640) }))
    .output(obsScreenshotSchema),
};
