import { readFile, stat } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { copyJournal, journalFormat, readJournalFormat, type JournalThreads } from '#main/journal/index.ts';
import { settingsFormat, settingsFormatOf } from '#main/settings/index.ts';
import { hideTokens, ok, type Clock, type Fault, type Result } from '#shared/kernel/index.ts';
import { BackupFolder, type StoredBackup } from './backup-folder.ts';

export interface BeforeUpdateParts {
  /** `backups` in the home; created when missing. */
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
    // Damaged or unreachable: opening the journal reports it, and a copy would fail its check.
    return null;
  }
};

/**
 * Backs up the data of an earlier version before this version opens it. Applies when another version made the
 * last backup, or when the journal or the settings have an older format. Null when there is nothing to back
 * up.
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
    // The document as found, not yet checked. Only tokens are removed: a restore needs everything else.
    hideTokens(settings ?? '{}\n'),
    async (copy) => {
      if (inJournal === null) return null;
      const copied = await copyJournal({ file: journalFile, threads, clock }, copy);
      if (!copied.ok) throw copied.error;
      return { bytes: copied.value.bytes, events: copied.value.events };
    },
  );
};
