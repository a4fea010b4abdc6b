import { access, constants, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import envPaths from 'env-paths';
import { z } from 'zod';
import { err, errorCodeOf, Fault, ok, toDisposable, type Result } from '#shared/kernel/index.ts';

/** A home that this process alone uses until it is disposed. */
export interface HeldHome extends AsyncDisposable {
  readonly path: string;
  /** Says where this instance is reached, for a second one to tell. */
  announce(origin: string): Promise<void>;
}

/** Where data lives: what was asked for, else `CUELIGHT_HOME`, else the platform's own place. The same for every host. */
export const homePath = (
  asked: string | null,
  environment: Readonly<Record<string, string | undefined>>,
): string => {
  if (asked !== null) return asked;
  const fromEnvironment = environment['CUELIGHT_HOME'];
  return fromEnvironment !== undefined && fromEnvironment !== ''
    ? fromEnvironment
    : envPaths('cuelight', { suffix: '' }).data;
};

const instanceSchema = z.object({ pid: z.number().int(), origin: z.string() });

/**
 * Makes the home if need be and takes hold of it. The hold is a lock of the operating system on a file, which ends with the
 * process however it ends, so there is never a stale one to clean up.
 */
export const holdHome = async (path: string): Promise<Result<HeldHome, Fault>> => {
  try {
    await makeFolder(path);
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (thrown) {
    return err(
      new Fault(
        'home.unwritable',
        `Cuelight cannot write to its home ${path}: ${reasonOf(thrown)}. Check its rights, or choose another folder with --home.`,
        { kind: 'configuration', cause: thrown },
      ),
    );
  }
  const instanceFile = join(path, 'instance.json');
  const lock = await lockFile(join(path, 'instance.lock'));
  if (!lock.ok) return err(lock.error === 'held' ? await alreadyRuns(path, instanceFile) : lock.error);
  return ok({
    path,
    announce: (origin) =>
      writeFile(instanceFile, JSON.stringify({ pid: process.pid, origin }), { mode: 0o600 }),
    [Symbol.asyncDispose]: async () => {
      await rm(instanceFile, { force: true });
      lock.value[Symbol.dispose]();
    },
  });
};

/**
 * Makes a folder and those above it, for its owner alone. Node's own recursive `mkdir` goes round for ever where a parent says
 * that it does not exist although it does (seen in /proc with Node 24), so each step is tried just twice here.
 */
const makeFolder = async (path: string): Promise<void> => {
  try {
    await mkdir(path, { mode: 0o700 });
    return;
  } catch (thrown) {
    if (errorCodeOf(thrown) === 'EEXIST') {
      if ((await stat(path)).isDirectory()) return;
      throw thrown;
    }
    if (errorCodeOf(thrown) !== 'ENOENT' || dirname(path) === path) throw thrown;
  }
  await makeFolder(dirname(path));
  await mkdir(path, { mode: 0o700 });
};

const reasonOf = (thrown: unknown): string => {
  const known: Readonly<Record<string, string>> = {
    EEXIST: 'a file of that name is in the way',
    ENOTDIR: 'a part of the path is a file',
    EACCES: 'its rights forbid it',
    EPERM: 'its rights forbid it',
    EROFS: 'the disk can only be read',
    ENOSPC: 'the disk is full',
    ENOENT: 'the folder cannot be made there',
  };
  const code = errorCodeOf(thrown);
  return (code === null ? undefined : known[code]) ?? String(thrown);
};

const sqliteError = { busy: 5, locked: 6, corrupt: 11, notADatabase: 26 } as const;

const sqliteCodeOf = (thrown: unknown): number | null =>
  thrown instanceof Error && 'errcode' in thrown && typeof thrown.errcode === 'number'
    ? thrown.errcode
    : null;

/** An exclusive lock through SQLite, which knows how each platform does that; `held` when another process has it. */
const lockFile = async (path: string): Promise<Result<Disposable, Fault | 'held'>> => {
  let thrown: unknown;
  // The file holds nothing: one that something else was written into is made anew.
  for (const attempt of ['as it is', 'made anew'] as const) {
    if (attempt === 'made anew') await rm(path, { force: true });
    const opened = openLocked(path);
    if (opened.ok) return opened;
    const code = sqliteCodeOf(opened.error);
    if (code === sqliteError.busy || code === sqliteError.locked) return err('held');
    thrown = opened.error;
    if (code !== sqliteError.notADatabase && code !== sqliteError.corrupt) break;
  }
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const message = `Cuelight cannot lock its home with ${path}: ${reason}. Delete that file, or check its rights.`;
  return err(new Fault('home.not-lockable', message, { kind: 'configuration', cause: thrown }));
};

const openLocked = (path: string): Result<Disposable, unknown> => {
  let database: DatabaseSync | undefined;
  try {
    const opened = new DatabaseSync(path, { timeout: 0 });
    database = opened;
    opened.exec('BEGIN EXCLUSIVE');
    return ok(toDisposable(() => opened.close()));
  } catch (thrown) {
    if (database?.isOpen) database.close();
    return err(thrown);
  }
};

const alreadyRuns = async (path: string, instanceFile: string): Promise<Fault> => {
  const where = await readFile(instanceFile, 'utf8')
    .then((text) => instanceSchema.safeParse(JSON.parse(text)).data)
    .catch(() => undefined);
  const place = where ? ` at ${where.origin} (process ${where.pid})` : '';
  return new Fault(
    'home.already-used',
    `Cuelight already runs${place} with the home ${path}: use that one, stop it, or choose another folder with --home.`,
    { kind: 'configuration' },
  );
};
