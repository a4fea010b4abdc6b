import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import {
  disturbanceSchema,
  outageSchema,
  rehearsalFaultOptionsSchema,
  rehearsalServerSchema,
  rehearsalStatusSchema,
} from '../model/index.ts';
import { procedure } from './procedure.ts';
import { rehearsalFrameSchema, resumeSchema } from './streams.ts';

/** The gaps of the bridges. */
export const outagesContract = {
  list: procedure
    .route({
      method: 'GET',
      path: '/outages',
      tags: ['outages'],
      summary: 'Every gap of every bridge, newest first',
    })
    .output(z.object({ outages: z.array(outageSchema) })),
};

/** The rehearsal's strings. Refused while the program is live, but for watching. */
export const rehearsalContract = {
  status: procedure
    .route({
      method: 'GET',
      path: '/rehearsal',
      tags: ['rehearsal'],
      summary: 'What plays, how far it is, what can be broken and what is',
    })
    .output(rehearsalStatusSchema),
  control: procedure
    .route({
      method: 'POST',
      path: '/rehearsal',
      tags: ['rehearsal'],
      summary: 'Pauses, resumes or steps the scenario, changes its speed, or plays another one',
    })
    .input(
      z
        .object({
          /** `step` does the next thing while paused; `restart` plays from the first act. */
          action: z.enum(['pause', 'resume', 'step', 'restart']).optional(),
          /** How many times as fast as life. */
          speed: z.coerce.number().min(1).max(100).optional(),
          /** The name of a scenario, which then plays from its first act. */
          scenario: z.string().min(1).max(80).optional(),
        })
        .refine(
          ({ action, speed, scenario }) =>
            action !== undefined || speed !== undefined || scenario !== undefined,
          'Say what to do: an action, a speed or a scenario',
        ),
    )
    .output(rehearsalStatusSchema),
  inject: procedure
    .route({
      method: 'POST',
      path: '/rehearsal/faults',
      tags: ['rehearsal'],
      summary: 'Breaks something on purpose',
    })
    .input(
      rehearsalFaultOptionsSchema.extend({
        server: rehearsalServerSchema,
        fault: z.string().min(1).max(60),
        /** When a lasting fault ends by itself, milliseconds. */
        durationMs: z.coerce.number().int().min(1).max(86_400_000).optional(),
      }),
    )
    .output(disturbanceSchema),
  clear: procedure
    .route({
      method: 'POST',
      path: '/rehearsal/faults/clear',
      tags: ['rehearsal'],
      summary: 'Mends what is broken: one fault by its id, those of one server, or all',
    })
    .input(z.object({ id: z.string().max(80).optional(), server: rehearsalServerSchema.optional() }))
    .output(z.object({ cleared: z.array(disturbanceSchema) })),
  watch: procedure
    .route({
      method: 'GET',
      path: '/watch/rehearsal',
      tags: ['streams'],
      summary: 'What plays and what is broken, whole, and again whenever it changed',
    })
    .input(z.object({ resume: resumeSchema }))
    .output(eventIterator(rehearsalFrameSchema)),
};
