import { z } from 'zod';
import { healthLevelSchema } from '#shared/model/index.ts';
import { endShape, recordKind, unobservedEnd } from './record-kind.ts';

const incidentSchema = z.object({
  id: z.string(),
  at: z.number(),
  title: z.string(),
  level: healthLevelSchema,
  /** The component that failed first; null when unknown. */
  causeId: z.string().nullable(),
  componentIds: z.array(z.string()),
  ...endShape,
});
type Incident = z.infer<typeof incidentSchema>;

/** A stretch of trouble: one root cause and the affected components. */
export const incident = recordKind<Incident>({
  table: 'incidents',
  since: 2,
  schema: incidentSchema,
  subject: ({ causeId }) => causeId,
  line: (record) => ({
    title: record.title,
    result: record.level,
    message:
      (record.componentIds.length === 0
        ? 'No component was named.'
        : `Components: ${record.componentIds.join(', ')}.`) + unobservedEnd(record),
  }),
  interrupted: (record) => record,
});
