import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { outageSchema, recordingStatusSchema, rehearsalStatusSchema } from '../model/index.ts';
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
