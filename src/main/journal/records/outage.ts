import { z } from 'zod';
import { endShape, recordKind, unseenEnd } from './record-kind.ts';

const outageSchema = z.object({
  id: z.string(),
  at: z.number(),
  componentId: z.string(),
  cause: z.string(),
  /** How much was missed meanwhile; null when that is not known. */
  missed: z.number().nullable(),
  ...endShape,
});
type OutageRecord = z.infer<typeof outageSchema>;

/** A time in which a component was not there. */
export const outage = recordKind<OutageRecord>({
  table: 'outages',
  since: 2,
  schema: outageSchema,
  subject: ({ componentId }) => componentId,
  line: (record) => ({
    title: record.componentId,
    result: record.endedAt === null ? 'open' : 'over',
    message: `${record.cause}${unseenEnd(record)}`,
  }),
  interrupted: (record) => record,
});
