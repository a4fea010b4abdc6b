import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { outageSchema, recordingStatusSchema, rehearsalStatusSchema } from '../model/index.ts';
import { procedure } from './procedure.ts';
import { rehearsalFrameSchema, resumeSchema } from './streams.ts';

/** The outages of the bridges. */
export const outagesContract = {
  list: procedure
    .route({
      method: 'GET',
      path: '/outages',
      tags: ['outages'],
      summary: 'All outages of all bridges, newest first',
    })
    .output(z.object({ outages: z.array(outageSchema) })),
};

/** Recordings of sessions, which can be played as scenarios. Live sessions can be recorded too. */
export const recordingsContract = {
  list: procedure
    .route({
      method: 'GET',
      path: '/rehearsal/recordings',
      tags: ['rehearsal'],
      summary: 'The recording in progress and all finished recordings',
    })
    .output(recordingStatusSchema),
};

/** Control of the rehearsal. While the program is live, only read access is allowed. */
export const rehearsalContract = {
  status: procedure
    .route({
      method: 'GET',
      path: '/rehearsal',
      tags: ['rehearsal'],
      summary: 'The scenario, its position, the available drills and the active faults',
    })
    .output(rehearsalStatusSchema),
  watch: procedure
    .route({
      method: 'GET',
      path: '/watch/rehearsal',
      tags: ['streams'],
      summary: 'The complete state of the rehearsal, again after every change',
    })
    .input(z.object({ resume: resumeSchema }))
    .output(eventIterator(rehearsalFrameSchema)),
  recording: recordingsContract,
};
