import { z } from 'zod';
import { durationInWords } from '../../kernel/index.ts';
import { outageSchema, type EventRecord, type Outage } from '../../model/index.ts';
import { ownTopic, read } from './define.ts';

const closedWords = ({ title, end }: Outage, lastedMs: number): string => {
  if (end === 'switched-off')
    return `${title} was switched off after an outage of ${durationInWords(lastedMs)}`;
  return end === 'program-ended'
    ? `Cuelight stopped ${durationInWords(lastedMs)} into an outage of ${title}`
    : `${title} reconnected after ${durationInWords(lastedMs)}`;
};

export const outageOpened = ownTopic('outage.opened', {
  title: 'Outage started',
  level: 'warning',
  data: z.object({ outage: outageSchema }),
  sentence: ({ outage }) => `${outage.title} disconnected: ${outage.cause.message}`,
});

export const outageClosed = ownTopic('outage.closed', {
  title: 'Outage ended',
  data: z.object({ outage: outageSchema, lastedMs: z.number() }),
  sentence: ({ outage, lastedMs }) => closedWords(outage, lastedMs),
});

export const outageAmended = ownTopic('outage.amended', {
  title: 'Missed during an outage',
  data: z.object({ outage: outageSchema }),
  sentence: ({ outage }) => `During the outage of ${outage.title}: ${outage.missed.message}`,
});

/** The topics of the outage ledger. */
export const outageTopics = [outageOpened, outageClosed, outageAmended];

/** Returns the outage that a stored event contains; null for every other event. */
export const outageOf = (event: EventRecord): Outage | null =>
  outageTopics.map((topic) => read(topic, event)).find((found) => found !== null)?.data.outage ?? null;
