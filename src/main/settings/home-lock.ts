import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { err, Fault, ok, type Clock, type Result } from '#shared/kernel/index.ts';
import { describeFileError } from './file-errors.ts';

/** Held while a program runs on a home. Disposing it lets the next one in. */
export interface HomeLock extends Disposable {
  readonly file: string;
}

const holderSchema = z.object({ pid: z.number().int(), startedAt: z.number() });
const sqliteBusy = 5;

const readHolder = (file: string): string => {
  try {
    const { pid, startedAt } = holderSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return ` (process ${pid}, since ${new Date(startedAt).toISOString()})`;
  } catch {
    return '';
  }
};

const isBusy = (thrown: unknown): boolean =>
  thrown instanceof Error &&
  'errcode' in thrown &&
  typeof thrown.errcode === 'number' &&
  (thrown.errcode & 0xff) === sqliteBusy;

/**
 * Keeps a second program off a home. The lock is a write lock on a small SQLite file, which the operating system itself
 * lets go of when the holder dies, however it dies: there is no stale lock, and so no guessing by process ids, which
 * are given out again. `cuelight.pid` beside it says who holds it and is only for people to read.
 */
export const acquireHomeLock = (home: string, clock: Clock): Result<HomeLock, Fault> => {
  const file = join(home, 'cuelight.lock');
  const holderFile = join(home, 'cuelight.pid');
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file);
    database.exec('BEGIN IMMEDIATE');
    writeFileSync(holderFile, JSON.stringify({ pid: process.pid, startedAt: clock.now() }), { mode: 0o600 });
  } catch (thrown) {
    database?.close();
    if (isBusy(thrown)) {
      return err(
        new Fault(
          'home.in-use',
          `Another Cuelight${readHolder(holderFile)} is running on ${home}. Use that one, or start this one with another --home.`,
          { kind: 'configuration' },
        ),
      );
    }
    return err(
      new Fault('home.not-lockable', `The folder ${home} cannot be used: ${describeFileError(thrown)}.`, {
        kind: 'configuration',
        cause: thrown,
      }),
    );
  }
  const held = database;
  return ok({
    file,
    [Symbol.dispose]: () => {
      if (!held.isOpen) return;
      rmSync(holderFile, { force: true });
      held.close();
    },
  });
};
