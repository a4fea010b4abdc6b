import { z } from 'zod';
import { ownTopic } from './define.ts';

export const showStateSchema = z.enum([
  'offline',
  'starting-soon',
  'live',
  'be-right-back',
  'ending',
  'incident',
]);
/** The state of the show, as far as OBS reports it. */
export type ShowState = z.infer<typeof showStateSchema>;

const words: Readonly<Record<ShowState, string>> = {
  offline: 'offline',
  'starting-soon': 'starting soon',
  live: 'live',
  'be-right-back': 'on a break',
  ending: 'ending',
  incident: 'interrupted',
};

/** Returns the state for a sentence: "The show is on a break". */
export const showInWords = (state: ShowState): string => words[state];

export const showStateChanged = ownTopic('show.state-changed', {
  title: 'Show changed',
  level: ({ to }) => (to === 'incident' ? 'warning' : 'info'),
  data: z.object({
    /** Null while unknown. */
    from: showStateSchema.nullable(),
    to: showStateSchema.nullable(),
    evidence: z.string(),
  }),
  sentence: ({ to, evidence }) =>
    to === null
      ? `The state of the show is unknown: ${evidence}`
      : `The show is ${showInWords(to)}. ${evidence}`,
});

/** The topics of the show. */
export const showTopics = [showStateChanged];
