import { z } from 'zod';
import { endShape, recordKind, unobservedEnd } from './record-kind.ts';

const outageSchema = z.object({
  id: z.string(),
  at: z.number(),
  componentId: z.string(),
  cause: z.string(),
  /** Number of missed events; null when unknown. */
  missed: z.number().nullable(),
  ...endShape,
});
type OutageRecord = z.infer<typeof outageSchema>;

/** The time during which a component was down. */
export const outage = recordKind<OutageRecord>({
  table: 'outages',
  since: 2,
  schema: outageSchema,
  subject: ({ componentId }) => componentId,
  line: (record) => ({
    title: record.componentId,
    result: record.endedAt === null ? 'open' : 'over',
    message: `${record.cause}${unobservedEnd(record)}`,
  }),
  interrupted: (record) => record,
});
