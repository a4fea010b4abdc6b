import { renameSync, rmSync, statSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import type { JournalBackup } from '../port.ts';

const allPages = 2 ** 31 - 1;

/** Opens a copy and checks its content. */
const check = (copy: string): number => {
  const database = new DatabaseSync(copy, { readOnly: true });
  try {
    const verdict = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
    if (verdict !== 'ok') throw new Error(`the copy is damaged: ${String(verdict)}`);
    return Number(database.prepare('SELECT count(*) AS events FROM events').get()?.['events']);
  } finally {
    database.close();
  }
};

const countIn = (file: string): number => {
  try {
    return check(file);
  } catch {
    return 0;
  }
};

/**
 * Copies the database while it is in use. The copy gets its name only after it was opened and checked. An
 * empty copy never replaces one with events.
 */
export const backUp = async (journal: string, file: string): Promise<JournalBackup> => {
  const unfinished = `${file}.unfinished`;
  // A separate connection, so that searches continue meanwhile.
  const database = new DatabaseSync(journal, { readOnly: true, timeout: 2_000 });
  try {
    rmSync(unfinished, { force: true });
    // Copies in a single step. SQLite restarts a copy in several steps after each write, so it might never
    // finish.
    await backup(database, unfinished, { rate: allPages });
    const events = check(unfinished);
    if (events === 0 && countIn(file) > 0)
      throw new Error('the journal is empty, and the previous copy is not');
    renameSync(unfinished, file);
    return { file, bytes: statSync(file).size, events };
  } finally {
    database.close();
    for (const sidecar of ['', '-wal', '-shm', '-journal']) rmSync(unfinished + sidecar, { force: true });
  }
};
