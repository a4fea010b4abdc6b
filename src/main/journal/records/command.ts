import { z } from 'zod';
import { findOperation } from '#shared/catalogue/operations/index.ts';
import { endShape, recordKind } from './record-kind.ts';

const commandSchema = z.object({
  id: z.string(),
  /** When it was given, epoch milliseconds. */
  at: z.number(),
  /** A command to a component (`restart`), or the id of an operation (`obs.switch-scene`). */
  name: z.string(),
  /** The component or settings section it is about; null when it is about none. */
  target: z.string().nullable(),
  /** Who gave it: `window`, `browser`, `api`, or the part of the program that did. */
  actor: z.string(),
  /** Its input: fields that hold no text, no name and no secret. */
  input: z.record(z.string(), z.unknown()),
  /** `interrupted`: the program ended before it was known. */
  result: z.enum(['accepted', 'settled', 'timed-out', 'failed', 'refused', 'interrupted']),
  /** What was observed, in a sentence. */
  message: z.string(),
  ...endShape,
});
type Command = z.infer<typeof commandSchema>;

/** What somebody asked the program to do, and how it ended. */
export const command = recordKind<Command>({
  table: 'commands',
  since: 2,
  schema: commandSchema,
  subject: ({ target }) => target,
  line: ({ name, target, result, message, actor }) => ({
    title: [findOperation(name)?.title ?? name, ...(target === null ? [] : [target])].join(' '),
    result,
    message,
    actor,
  }),
  interrupted: (record) => ({
    ...record,
    result: 'interrupted',
    message: 'Cuelight ended before it was known how it went.',
  }),
});
