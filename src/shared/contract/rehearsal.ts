import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import {
  atMostCharacters,
  disturbanceSchema,
  outageSchema,
  recordedTextsSchema,
  recordingSchema,
  recordingStatusSchema,
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

const recordingId = z.object({ id: z.string().min(1).max(80) });

/** Sessions written down as scenarios, live ones as well. */
export const recordingsContract = {
  list: procedure
    .route({
      method: 'GET',
      path: '/rehearsal/recordings',
      tags: ['rehearsal'],
      summary: 'The recording that goes on, and all that were made',
    })
    .output(recordingStatusSchema),
  start: procedure
    .route({
      method: 'POST',
      path: '/rehearsal/recordings',
      tags: ['rehearsal'],
      summary: 'Begins to record this session; names are replaced by invented ones',
    })
    .input(
      z.object({
        /** What it is called; the day and time when left out. */
        title: z.string().trim().min(1).check(atMostCharacters(80)).optional(),
        texts: recordedTextsSchema.default('replaced'),
      }),
    )
    .output(recordingStatusSchema),
  stop: procedure
    .route({
      method: 'POST',
      path: '/rehearsal/recordings/stop',
      tags: ['rehearsal'],
      summary: 'Ends the recording and keeps it as a scenario',
    })
    .output(recordingSchema),
  delete: procedure
    .route({
      method: 'DELETE',
      path: '/rehearsal/recordings/{id}',
      tags: ['rehearsal'],
      summary: 'Deletes a recording',
    })
    .input(recordingId)
    .output(recordingId),
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
  recording: recordingsContract,
};
