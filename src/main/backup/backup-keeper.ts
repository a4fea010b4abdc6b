import type { Journal, ImportedRecords } from '#main/journal/index.ts';
import { describeFileError } from '#main/files/index.ts';
import type { DocumentPreview, SettingsStore } from '#main/settings/index.ts';
import {
  err,
  Fault,
  ok,
  type Clock,
  type Result,
  dayMs,
  hourMs,
  toDisposable,
} from '#shared/kernel/index.ts';
import type { SettingsImpact } from '#shared/model/index.ts';
import { BackupFolder, type StoredBackup } from './backup-folder.ts';
import { backupsOverLimit, defaultBackupPolicy, type BackupPolicy } from './backup-policy.ts';
import { holdsSomething, type Backup, type BackupReason } from './backup-manifest.ts';

export interface BackupKeeperParts {
  /** `backups` in the home; created when missing. */
  readonly folder: string;
  readonly journal: Journal;
  readonly settings: SettingsStore;
  readonly clock: Clock;
  readonly version: string;
  /** Returns the current policy; read at each backup, so a change applies from the next backup. */
  readonly policy?: () => BackupPolicy;
  /** Returns the time, or null while the clock is in doubt. Without it the clock is trusted. */
  readonly trustedNow?: () => number | null;
}

/** The state of the backups when the folder was last read. */
export interface BackupsStatus {
  /** The newest backup with content; null when there is none. */
  readonly lastGood: Backup | null;
  /** Time of the newest backup, epoch milliseconds; null when there is none. */
  readonly newestAt: number | null;
  readonly count: number;
  /** Size of all backups together. */
  readonly bytes: number;
  /** The fault of the last attempt; null when it succeeded or there was none. */
  readonly fault: Fault | null;
}

/** The parts of a backup to restore. */
export interface RestoreParts {
  /** All settings, or the sections of these paths; false for none. */
  readonly settings: true | readonly string[] | false;
  readonly journal: boolean;
}

export interface RestorePreview {
  /** Null when the settings stay as they are. */
  readonly settings: DocumentPreview | null;
  /** Null when the journal is not restored. A restore only adds missing records and deletes none. */
  readonly journal: { readonly eventsInBackup: number } | null;
}

export interface Restored {
  /** Id of the backup of the previous state, which undoes this restore. */
  readonly undo: string;
  readonly settings: SettingsImpact | null;
  readonly journal: ImportedRecords | null;
}

/** Makes, prunes and restores backups of the settings and the journal. No backup contains secrets. */
export class BackupKeeper {
  readonly #parts: BackupKeeperParts;
  readonly #folder: BackupFolder;
  #turn: Promise<unknown> = Promise.resolve();
  #status: BackupsStatus | null = null;
  /** Monotonic time of the newest backup of this run; null before the first. */
  #madeAt: number | null = null;

  constructor(parts: BackupKeeperParts) {
    this.#parts = parts;
    this.#folder = new BackupFolder(parts.folder);
  }

  get folder(): string {
    return this.#parts.folder;
  }

  get policy(): BackupPolicy {
    return this.#parts.policy?.() ?? defaultBackupPolicy;
  }

  /** Null until the folder was read for the first time. */
  get status(): BackupsStatus | null {
    return this.#status;
  }

  /**
   * Makes a backup now and one each day until disposed. A backup that failed, or was missed during sleep, is
   * made within the hour. Calls `onAttempt` after each attempt.
   */
  keep(onAttempt: (made: Result<Backup, Fault>) => void): Disposable {
    let disposed = false;
    const attempt = async (reason: BackupReason): Promise<void> => {
      const made = await this.make(reason);
      if (!disposed) onAttempt(made);
    };
    const isDue = (): boolean => {
      const { clock } = this.#parts;
      const newest = this.#status?.newestAt ?? null;
      // After the clock was set back the newest backup looks young for long, so the time of this run counts
      // too.
      if (newest === null || this.#madeAt === null || clock.monotonic() - this.#madeAt >= dayMs) return true;
      return clock.now() - newest >= dayMs;
    };
    void attempt('start');
    const checks = this.#parts.clock.setInterval(() => {
      if (isDue()) void attempt('daily');
    }, hourMs);
    return toDisposable(() => {
      disposed = true;
      checks[Symbol.dispose]();
    });
  }

  /** Resolves when no backup or restore is running. */
  async settled(): Promise<void> {
    await this.#turn;
  }

  /** Makes a backup and verifies it, then deletes older backups beyond the policy's limits. */
  make(reason: BackupReason): Promise<Result<Backup, Fault>> {
    return this.#inTurn(() => this.#make(reason));
  }

  /** Makes a backup unless this run already made one. True when there is one. Called before any deletion. */
  async hasMadeOne(): Promise<boolean> {
    await this.settled();
    if (this.#madeAt !== null) return true;
    return (await this.make('start')).ok;
  }

  /** Lists the backups, newest first. */
  async list(): Promise<Result<readonly Backup[], Fault>> {
    const stored = await this.#refresh(this.#status?.fault ?? null);
    return stored.ok ? ok(stored.value.map(toBackup)) : stored;
  }

  /** Returns the damage of a backup as a fault; null when the backup is intact. */
  async findDamage(id: string): Promise<Fault | null> {
    const settings = await this.#folder.readSettings(id);
    if (!settings.ok) return settings.error;
    const journal = await this.#folder.findJournal(id);
    return journal.ok || journal.error.code === 'backup.without-journal' ? null : journal.error;
  }

  /** Returns what {@link restore} with the same arguments would change. */
  async preview(id: string, parts: RestoreParts): Promise<Result<RestorePreview, Fault>> {
    const { settings } = this.#parts;
    let ofSettings: DocumentPreview | null = null;
    if (parts.settings !== false) {
      const text = await this.#folder.readSettings(id);
      if (!text.ok) return text;
      const preview = settings.previewDocument(text.value, onlyOf(parts));
      if (!preview.ok) return preview;
      ofSettings = preview.value;
    }
    if (!parts.journal) return ok({ settings: ofSettings, journal: null });
    const journal = await this.#folder.findJournal(id);
    if (!journal.ok) return journal;
    return ok({ settings: ofSettings, journal: { eventsInBackup: journal.value.events } });
  }

  /** Restores parts of a backup. Backs up the current state first, and changes nothing when that fails. */
  restore(id: string, parts: RestoreParts): Promise<Result<Restored, Fault>> {
    return this.#inTurn(async () => {
      const possible = await this.preview(id, parts);
      if (!possible.ok) return possible;
      // Read before the backup of the current state, which may prune this one.
      const text = parts.settings === false ? null : await this.#folder.readSettings(id);
      if (text && !text.ok) return text;
      const undo = await this.#make('before-restore', id);
      if (!undo.ok) return undo;
      let journal: ImportedRecords | null = null;
      if (parts.journal) {
        const copy = await this.#folder.findJournal(id);
        if (!copy.ok) return copy;
        const taken = await this.#parts.journal.importFrom(copy.value.file);
        if (!taken.ok) return taken;
        journal = taken.value;
      }
      let settings: SettingsImpact | null = null;
      if (text) {
        const adopted = await this.#parts.settings.importDocument(text.value, onlyOf(parts));
        if (!adopted.ok) return adopted;
        settings = adopted.value;
      }
      return ok({ undo: undo.value.id, settings, journal });
    });
  }

  async #make(reason: BackupReason, keepId?: string): Promise<Result<Backup, Fault>> {
    const made = await this.#write(reason);
    if (made.ok) this.#madeAt = this.#parts.clock.monotonic();
    if (made.ok) await this.#prune(keepId).catch(() => undefined);
    await this.#refresh(made.ok ? null : made.error);
    return made;
  }

  async #refresh(fault: Fault | null): Promise<Result<readonly StoredBackup[], Fault>> {
    const found = await this.#readFolder();
    const newestFirst = found.ok ? found.value : [];
    const lastGood = newestFirst.find(({ manifest }) => holdsSomething(manifest));
    this.#status = {
      lastGood: lastGood ? toBackup(lastGood) : null,
      newestAt: newestFirst[0]?.manifest.at ?? null,
      count: newestFirst.length,
      bytes: newestFirst.reduce((sum, { bytes }) => sum + bytes, 0),
      fault: found.ok ? fault : (fault ?? found.error),
    };
    return found;
  }

  async #readFolder(): Promise<Result<readonly StoredBackup[], Fault>> {
    try {
      return ok((await this.#folder.list()).toReversed());
    } catch (thrown) {
      const reason = describeFileError(thrown);
      return err(
        new Fault('backup.folder-unreadable', `The backups in ${this.folder} cannot be read: ${reason}.`, {
          kind: 'transient',
          cause: thrown,
        }),
      );
    }
  }

  async #write(reason: BackupReason): Promise<Result<Backup, Fault>> {
    const { journal, settings, clock, version } = this.#parts;
    await this.#folder.tidy().catch(() => undefined);
    const document = settings.exportDocument();
    const made = await this.#folder.add(
      {
        at: clock.now(),
        reason,
        version,
        settingsSet: settings.isCustomised,
        ...(this.#trustedNow() === null && { clockDoubtful: true }),
      },
      document,
      async (file) => {
        const copied = await journal.backup(file);
        if (copied.ok) return { bytes: copied.value.bytes, events: copied.value.events };
        // Settings are backed up without a journal; a journal that exists and cannot be copied is a fault.
        if (copied.error.code === 'journal.nothing-on-disk' || copied.error.code === 'journal.not-durable')
          return null;
        throw copied.error;
      },
    );
    return made.ok ? ok(toBackup(made.value)) : made;
  }

  async #prune(keepId: string | undefined): Promise<void> {
    const newestFirst = (await this.#folder.list()).toReversed();
    for (const id of backupsOverLimit(newestFirst, this.policy, this.#trustedNow(), keepId))
      await this.#folder.remove(id);
  }

  #trustedNow(): number | null {
    const { trustedNow, clock } = this.#parts;
    return trustedNow ? trustedNow() : clock.now();
  }

  /** Runs one task after another: a backup must not see half a restore. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

const onlyOf = ({ settings }: RestoreParts): readonly string[] | undefined =>
  typeof settings === 'boolean' ? undefined : settings;

const toBackup = ({ id, bytes, manifest }: StoredBackup): Backup => {
  const { at, reason, version, journal } = manifest;
  return { id, bytes, at, reason, version, journal };
};
