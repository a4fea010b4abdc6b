import { z } from 'zod';
import { disturbanceSchema } from '../../model/index.ts';
import { ownTopic } from './define.ts';

export const rehearsalControlled = ownTopic('rehearsal.controlled', {
  title: 'Rehearsal controlled',
  data: z.object({ action: z.string().nullable(), speed: z.number() }),
  sentence: (_, { fact }: { readonly fact: string }) => fact,
});

/** The name of a drill, such as "OBS crash". */
interface Drill {
  readonly drill: string;
}

export const drillStarted = ownTopic('rehearsal.disturbed', {
  title: 'Drill started',
  data: disturbanceSchema,
  sentence: (_, { drill }: Drill) => `Drill started: ${drill}`,
});

export const drillEnded = ownTopic('rehearsal.mended', {
  title: 'Drill ended',
  data: disturbanceSchema,
  sentence: (_, { drill }: Drill) => `Drill ended: ${drill}`,
});

export const recordingBegan = ownTopic('rehearsal.recording-began', {
  title: 'Recording started',
  data: z.object({}),
  sentence: () => 'This session is being recorded.',
});

export const recordingEnded = ownTopic('rehearsal.recording-ended', {
  title: 'Recording ended',
  data: z.object({}),
  sentence: (_, { problem }: { readonly problem?: string }) =>
    problem ?? 'The recording of this session was saved as a scenario.',
});

/** The topics of rehearsal and its recordings. */
export const rehearsalTopics = [
  rehearsalControlled,
  drillStarted,
  drillEnded,
  recordingBegan,
  recordingEnded,
];
