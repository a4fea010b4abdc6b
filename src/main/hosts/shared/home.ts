import { access, constants, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import envPaths from 'env-paths';
import { z } from 'zod';
import { err, errorCodeOf, Fault, ok, toDisposable, type Result } from '#shared/kernel/index.ts';

/** A home that is locked for this process until disposed. */
export interface LockedHome extends AsyncDisposable {
  readonly path: string;
  /** Publishes the address of this instance for the message of a second instance. */
  announce(origin: string): Promise<void>;
}

/**
 * Returns the data folder: `requested`, else `CUELIGHT_HOME`, else the platform's default. Equal for all
 * hosts.
 */
export const homePath = (
  requested: string | null,
  environment: Readonly<Record<string, string | undefined>>,
): string => {
  if (requested !== null) return requested;
  const fromEnvironment = environment['CUELIGHT_HOME'];
  return fromEnvironment !== undefined && fromEnvironment !== ''
    ? fromEnvironment
    : envPaths('cuelight', { suffix: '' }).data;
};

const instanceSchema = z.object({ pid: z.number().int(), origin: z.string() });

/**
 * Creates the home if needed and locks it. The lock is an operating-system lock on a file, which ends with
 * the process in every case, so there are no stale locks.
 */
export const lockHome = async (path: string): Promise<Result<LockedHome, Fault>> => {
  try {
    await makeFolder(path);
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (thrown) {
    return err(
      new Fault(
        'home.unwritable',
        `Cuelight cannot write to its home ${path}: ${reasonOf(thrown)}. Check its permissions, or choose another folder with --home.`,
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
 * Creates a folder and its parents, accessible only to the owner. Node's recursive `mkdir` loops forever
 * where an existing parent reports ENOENT (seen in /proc with Node 24), so each step is tried only twice
 * here.
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
    EEXIST: 'a file has the same name',
    ENOTDIR: 'a part of the path is a file',
    EACCES: 'access is denied',
    EPERM: 'access is denied',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
    ENOENT: 'the folder cannot be created there',
  };
  const code = errorCodeOf(thrown);
  return (code === null ? undefined : known[code]) ?? String(thrown);
};

const sqliteError = { busy: 5, locked: 6, corrupt: 11, notADatabase: 26 } as const;

const sqliteCodeOf = (thrown: unknown): number | null =>
  thrown instanceof Error && 'errcode' in thrown && typeof thrown.errcode === 'number'
    ? thrown.errcode
    : null;

/**
 * Takes an exclusive lock through SQLite, which works on every platform; `held` when another process has it.
 */
const lockFile = async (path: string): Promise<Result<Disposable, Fault | 'held'>> => {
  let thrown: unknown;
  // The file has no content of value, so a damaged one is replaced.
  for (const attempt of ['existing', 'replaced'] as const) {
    if (attempt === 'replaced') await rm(path, { force: true });
    const opened = openLocked(path);
    if (opened.ok) return opened;
    const code = sqliteCodeOf(opened.error);
    if (code === sqliteError.busy || code === sqliteError.locked) return err('held');
    thrown = opened.error;
    if (code !== sqliteError.notADatabase && code !== sqliteError.corrupt) break;
  }
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const message = `Cuelight cannot lock its home with ${path}: ${reason}. Delete that file, or check its permissions.`;
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
    `Cuelight is already running${place} with the home ${path}. Use that instance, stop it, or choose another folder with --home.`,
    { kind: 'configuration' },
  );
};
