import { closeSync, existsSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { firstSeqKey } from './row-numbers.ts';
import { planSalvage } from './salvage.ts';
import { describeSqliteError, isCorruption } from './sqlite-errors.ts';
import { earliestStamp } from './time-marks.ts';
import { migrate, readSchemaVersion, schemaVersion } from './schema.ts';

export type OpenOutcome =
  | { readonly ok: true; readonly database: DatabaseSync; readonly setAside: string | null }
  | { readonly ok: false; readonly message: string; readonly retry: boolean };

/** Time limit for waiting for another program's lock. */
export const busyTimeoutMs = 2_000;

const sidecars = ['', '-wal', '-shm'] as const;

/** `2026-11-22T20-15-03`: sorts by time, and is a valid file name on every system. */
export const fileStamp = (now: number): string =>
  new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');

const setAsideDamaged = (file: string, now: number): string => {
  const stem = `${file}.damaged-${fileStamp(now)}`;
  let kept = stem;
  for (let copy = 2; existsSync(kept); copy += 1) kept = `${stem}-${copy}`;
  for (const sidecar of sidecars) {
    if (existsSync(file + sidecar)) renameSync(file + sidecar, kept + sidecar);
  }
  return kept;
};

class DamagedDatabase extends Error {}

const isDamage = (thrown: unknown): boolean => thrown instanceof DamagedDatabase || isCorruption(thrown);

const openChecked = (file: string): DatabaseSync => {
  // SQLite would create the file readable for everybody; the write-ahead log inherits this mode.
  closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs });
  try {
    database.exec('PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    database.exec(
      'PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;',
    );
    const verdict = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
    if (verdict !== 'ok') throw new DamagedDatabase(String(verdict));
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
};

/** Returns the highest row number in a damaged file, as far as the file can be read. */
const highestSeqIn = (damaged: string): number => {
  try {
    using database = new DatabaseSync(damaged, { readOnly: true });
    return Math.max(
      ...['events', 'chat'].map((table) =>
        Number(database.prepare(`SELECT max(seq) AS seq FROM ${table}`).get()?.['seq'] ?? 0),
      ),
    );
  } catch {
    return 0;
  }
};

/**
 * Continues the numbers of the damaged file in the new one: they start at the current time, but above every
 * number in the damaged file, which a fast clock may have pushed into the future.
 */
const planRescue = (database: DatabaseSync, damaged: string, now: number): void => {
  const first = Math.max(Math.trunc(now), earliestStamp, highestSeqIn(damaged) + 1);
  database.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(firstSeqKey, String(first));
  planSalvage(database, damaged);
};

/**
 * Opens the journal for writing. Renames a damaged file with a date and starts a new one. Refuses a file of a
 * newer version, or one that can't be accessed, and leaves it unchanged.
 */
export const openForWriting = (file: string, now: number, knownDamaged = false): OpenOutcome => {
  let setAside: string | null = null;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    if (knownDamaged) setAside = setAsideDamaged(file, now);
    let database: DatabaseSync;
    try {
      database = openChecked(file);
    } catch (thrown) {
      if (!isDamage(thrown)) throw thrown;
      setAside = setAsideDamaged(file, now);
      database = openChecked(file);
    }
    const version = readSchemaVersion(database);
    if (version > schemaVersion) {
      database.close();
      return {
        ok: false,
        retry: false,
        message: `The journal ${file} was written by a newer version of Cuelight (format ${version}; this version reads up to ${schemaVersion}), so nothing is recorded. Start the newer version, or move the file away.`,
      };
    }
    migrate(database, version);
    if (setAside !== null) planRescue(database, setAside, now);
    return { ok: true, database, setAside };
  } catch (thrown) {
    return {
      ok: false,
      retry: true,
      message: `The journal ${file} can't be used: ${describeSqliteError(thrown)}. Until then, the newest records are kept in memory only.`,
    };
  }
};
