import { z } from 'zod';
import type { Ending } from './child.ts';

/** Messages of the desktop program to this script. */
const noteSchema = z.discriminatedUnion('cuelight', [
  z.object({ cuelight: z.enum(['opened', 'failed', 'handed-over', 'stopping']) }),
  z.object({ cuelight: z.literal('restart'), args: z.array(z.string()) }),
]);
export type DesktopNote = z.infer<typeof noteSchema>;

/** Reads a message of the desktop program; null for anything else. */
export const readDesktopNote = (message: unknown): DesktopNote | null => {
  const read = noteSchema.safeParse(message);
  return read.success ? read.data : null;
};

/** The next step after the desktop program has ended. */
export type NextStep =
  | { readonly kind: 'exit' }
  | { readonly kind: 'restart'; readonly args: readonly string[] }
  /** The headless host replaces the desktop program. */
  | { readonly kind: 'fall-back' };

/**
 * Decides the next step after the end of the desktop program, from its messages. Any end without a message
 * shows that Electron never reached our own code, for example because a library or the screen is missing:
 * the headless host then replaces it. A program that opened its window, gave the reason why it can't start
 * (the other host would fail too), handed over to a running instance or was stopped is not replaced. A
 * program that switched its mode is started again, unless a person stopped it in the meantime.
 */
export const nextStep = ({ interrupted }: Ending, notes: readonly DesktopNote[]): NextStep => {
  if (interrupted) return { kind: 'exit' };
  const restart = notes.findLast((note) => note.cuelight === 'restart');
  if (restart) return { kind: 'restart', args: restart.args };
  return { kind: notes.length === 0 ? 'fall-back' : 'exit' };
};

/**
 * Runs the desktop program, and runs it again whenever it asks for a restart. `opens` is false when another
 * host must replace it.
 */
export const runDesktop = async (
  args: readonly string[],
  run: (args: readonly string[], onMessage: (message: unknown) => void) => Promise<Ending>,
): Promise<{ readonly code: number; readonly opens: boolean }> => {
  const notes: DesktopNote[] = [];
  const ending = await run(args, (message) => {
    const note = readDesktopNote(message);
    if (note) notes.push(note);
  });
  const next = nextStep(ending, notes);
  if (next.kind === 'restart') return await runDesktop(next.args, run);
  return { code: ending.code, opens: next.kind === 'exit' };
};
