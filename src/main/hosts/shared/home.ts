import { access, constants, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import envPaths from 'env-paths';
import { z } from 'zod';
import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';

/** A home that this process alone uses until it is disposed. */
export interface HeldHome extends AsyncDisposable {
  readonly path: string;
  /** Says where this instance is reached, for a second one to tell. */
  announce(origin: string): Promise<void>;
}

/** Where data lives unless somebody says otherwise: the platform's own place, the same for every host. */
export const defaultHomePath = (): string => envPaths('cuelight', { suffix: '' }).data;

const instanceSchema = z.object({ pid: z.number().int(), origin: z.string() });

/**
 * Makes the home if need be and takes hold of it. The hold is a lock of the operating system on a file, which ends with the
 * process however it ends, so there is never a stale one to clean up.
 */
export const holdHome = async (path: string): Promise<Result<HeldHome, Fault>> => {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (thrown) {
    return err(
      new Fault(
        'home.unwritable',
        `Cuelight cannot write to its home ${path}: check its rights, or choose another folder with --home.`,
        { kind: 'configuration', cause: thrown },
      ),
    );
  }
  const instanceFile = join(path, 'instance.json');
  const lock = lockFile(join(path, 'instance.lock'));
  if (lock === null) return err(await alreadyRuns(path, instanceFile));
  return ok({
    path,
    announce: (origin) =>
      writeFile(instanceFile, JSON.stringify({ pid: process.pid, origin }), { mode: 0o600 }),
    [Symbol.asyncDispose]: async () => {
      await rm(instanceFile, { force: true });
      lock[Symbol.dispose]();
    },
  });
};

/** An exclusive lock through SQLite, which knows how each platform does that; null when another process has it. */
const lockFile = (path: string): Disposable | null => {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch {
    database.close();
    return null;
  }
  return { [Symbol.dispose]: () => database.close() };
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
