import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeFileDurably } from '#main/files/index.ts';
import { errorCodeOf } from '#shared/kernel/index.ts';
import type { SignInLog } from './identify-budget.ts';
import { stateInMemory, type StateStore } from '../ports/index.ts';

/** What the program knows of Discord over its restarts. */
export interface DiscordState {
  /** The state of the go-live notice. */
  readonly goLive: StateStore;
  /** The state of the slash commands. */
  readonly slash: StateStore;
  readonly signIns: SignInLog;
}

const contentSchema = z.record(z.string(), z.unknown());
const instantsSchema = z.array(z.number().int().positive()).max(1_000);

/** Several things in one small file, each written whole and durably. */
const openParts = (file: string): ((name: string) => StateStore) => {
  let content: Promise<Record<string, unknown>> | undefined;
  let turn: Promise<void> = Promise.resolve();
  const read = async (): Promise<Record<string, unknown>> => {
    try {
      const parsed = contentSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
      return parsed.success ? parsed.data : {};
    } catch (thrown) {
      // Without it the program knows less; it must not be kept from starting by it.
      if (thrown instanceof SyntaxError || errorCodeOf(thrown) === 'ENOENT') return {};
      throw thrown;
    }
  };
  const held = (): Promise<Record<string, unknown>> => (content ??= read());
  return (name) => ({
    read: async () => (await held())[name] ?? null,
    write: async (value) => {
      const parts = await held();
      parts[name] = value;
      const written = turn.then(() => writeFileDurably(file, JSON.stringify(parts)));
      turn = written.catch(() => undefined);
      await written;
    },
  });
};

const signInLog = (kept: StateStore): SignInLog => ({
  read: async () => instantsSchema.safeParse(await kept.read()).data ?? [],
  write: (instants) => kept.write(instants),
});

/** What is remembered in a file of its own; for this run only where no file is given, as in rehearsal. */
export const openDiscordState = (file: string | null): DiscordState => {
  const part = file === null ? stateInMemory : openParts(file);
  return {
    goLive: part('go-live'),
    slash: part('slash-commands'),
    signIns: signInLog(part('sign-ins')),
  };
};
