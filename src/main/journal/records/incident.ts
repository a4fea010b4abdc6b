import { z } from 'zod';
import { healthLevelSchema } from '#shared/model/index.ts';
import { endShape, recordKind, unseenEnd } from './record-kind.ts';

const incidentSchema = z.object({
  id: z.string(),
  at: z.number(),
  title: z.string(),
  level: healthLevelSchema,
  /** The component that failed first; null when it is not known. */
  causeId: z.string().nullable(),
  componentIds: z.array(z.string()),
  ...endShape,
});
type Incident = z.infer<typeof incidentSchema>;

/** Trouble that belongs together: one cause and those who suffered from it. */
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
        ? 'No part was named.'
        : `It was about ${record.componentIds.join(', ')}.`) + unseenEnd(record),
  }),
  interrupted: (record) => record,
});
