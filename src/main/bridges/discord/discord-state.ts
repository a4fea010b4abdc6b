import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeFileDurably } from '#main/files/index.ts';
import { errorCodeOf } from '#shared/kernel/index.ts';
import type { SignInLog } from './identify-budget.ts';
import { stateInMemory, type StateStore } from '../ports/index.ts';

/** State of the Discord features that survives a restart. */
export interface DiscordState {
  /** State of the go-live notice. */
  readonly goLive: StateStore;
  /** State of the slash commands. */
  readonly slash: StateStore;
  readonly signIns: SignInLog;
}

const contentSchema = z.record(z.string(), z.unknown());
const instantsSchema = z.array(z.number().int().positive()).max(1_000);

/** Stores several named values in one small file. Each write replaces the file atomically and durably. */
const openParts = (file: string): ((name: string) => StateStore) => {
  let content: Promise<Record<string, unknown>> | undefined;
  let turn: Promise<void> = Promise.resolve();
  const read = async (): Promise<Record<string, unknown>> => {
    try {
      const parsed = contentSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
      return parsed.success ? parsed.data : {};
    } catch (thrown) {
      // A missing or damaged file costs only the stored state; it must not block the start.
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

/**
 * Opens the Discord state in its own file. Without a file, as in rehearsal, the state lasts for this run
 * only.
 */
export const openDiscordState = (file: string | null): DiscordState => {
  const part = file === null ? stateInMemory : openParts(file);
  return {
    goLive: part('go-live'),
    slash: part('slash-commands'),
    signIns: signInLog(part('sign-ins')),
  };
};
