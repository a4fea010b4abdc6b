import { renameSync, rmSync, statSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import type { JournalBackup } from '../port.ts';

const allPages = 2 ** 31 - 1;

/** Opens a copy and makes sure that it holds what it should. */
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
 * Copies the database while it is in use. The copy gets its name only after it was opened and checked, and an empty one
 * never replaces one that holds something.
 */
export const backUp = async (journal: string, file: string): Promise<JournalBackup> => {
  const unfinished = `${file}.unfinished`;
  // A connection of its own: searches go on meanwhile.
  const database = new DatabaseSync(journal, { readOnly: true, timeout: 2_000 });
  try {
    rmSync(unfinished, { force: true });
    // In one step: a copy in several begins again with each record that is written meanwhile, and may never end.
    await backup(database, unfinished, { rate: allPages });
    const events = check(unfinished);
    if (events === 0 && countIn(file) > 0)
      throw new Error('the journal is empty, and the copy from before is not');
    renameSync(unfinished, file);
    return { file, bytes: statSync(file).size, events };
  } finally {
    database.close();
    for (const sidecar of ['', '-wal', '-shm', '-journal']) rmSync(unfinished + sidecar, { force: true });
  }
};
