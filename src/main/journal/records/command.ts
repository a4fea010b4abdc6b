import { z } from 'zod';
import { titleOfRecorded } from '#shared/catalogue/operations/index.ts';
import { endShape, recordKind } from './record-kind.ts';

const commandSchema = z.object({
  id: z.string(),
  /** Time of the request, epoch milliseconds. */
  at: z.number(),
  /** A command to a component (`restart`), or the id of an operation (`obs.switch-scene`). */
  name: z.string(),
  /** The component or settings section; null when there is none. */
  target: z.string().nullable(),
  /** The actor: `window`, `browser`, `api`, or the name of a component. */
  actor: z.string(),
  /** The input, limited to fields without free text, names and secrets. */
  input: z.record(z.string(), z.unknown()),
  /** `interrupted`: the program ended before the result was known. */
  result: z.enum(['accepted', 'settled', 'timed-out', 'failed', 'refused', 'interrupted']),
  /** The observed outcome, in a sentence. */
  message: z.string(),
  ...endShape,
});
type Command = z.infer<typeof commandSchema>;

/** A request to the program, and its outcome. */
export const command = recordKind<Command>({
  table: 'commands',
  since: 2,
  schema: commandSchema,
  subject: ({ target }) => target,
  line: ({ name, target, result, message, actor }) => ({
    title: [titleOfRecorded(name) ?? name, ...(target === null ? [] : [target])].join(' '),
    result,
    message,
    actor,
  }),
  interrupted: (record) => ({
    ...record,
    result: 'interrupted',
    message: 'Cuelight stopped before the result was known.',
  }),
});
