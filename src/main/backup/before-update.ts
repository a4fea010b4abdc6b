import { readFile, stat } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { copyJournal, journalFormat, readJournalFormat, type JournalThreads } from '#main/journal/index.ts';
import { settingsFormat, settingsFormatOf } from '#main/settings/index.ts';
import { hideTokens, ok, type Clock, type Fault, type Result } from '#shared/kernel/index.ts';
import { BackupFolder, type StoredBackup } from './backup-folder.ts';

export interface BeforeUpdateParts {
  /** `backups` in the home; made when it is missing. */
  readonly folder: string;
  readonly journalFile: string;
  readonly settingsFile: string;
  readonly threads: JournalThreads;
  readonly clock: Clock;
  readonly version: string;
}

const formatInJournal = (file: string): number | null => {
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      return readJournalFormat(database);
    } finally {
      database.close();
    }
  } catch {
    // Damaged or out of reach: opening it will say so, and a copy of it would not pass its check.
    return null;
  }
};

/**
 * Backs up what an earlier version wrote, before anything of this one opens it: when another version made the last
 * backup, or when the journal or the settings are of an older format. Null when there is nothing to back up.
 */
export const backUpBeforeUpdate = async (
  parts: BeforeUpdateParts,
): Promise<Result<StoredBackup | null, Fault>> => {
  const { journalFile, settingsFile, threads, clock, version } = parts;
  const folder = new BackupFolder(parts.folder);
  const settings = await readFile(settingsFile, 'utf8').catch(() => null);
  const hasJournal = (await stat(journalFile).catch(() => null)) !== null;
  const inJournal = hasJournal ? formatInJournal(journalFile) : null;
  if (settings === null && inJournal === null) return ok(null);
  const last = (await folder.list().catch(() => [])).at(-1);
  const inSettings = settings === null ? null : settingsFormatOf(settings);
  const isOlder =
    (inJournal !== null && inJournal < journalFormat) || (inSettings !== null && inSettings < settingsFormat);
  if (!isOlder && (last === undefined || last.manifest.version === version)) return ok(null);
  return folder.add(
    {
      at: clock.now(),
      reason: 'before-update',
      version: last?.manifest.version ?? 'unknown',
      settingsSet: settings !== null,
    },
    // As it was found, and nobody has looked through it yet. Only tokens go: what else is in it is needed for a restore.
    hideTokens(settings ?? '{}\n'),
    async (copy) => {
      if (inJournal === null) return null;
      const copied = await copyJournal({ file: journalFile, threads, clock }, copy);
      if (!copied.ok) throw copied.error;
      return { bytes: copied.value.bytes, events: copied.value.events };
    },
  );
};
