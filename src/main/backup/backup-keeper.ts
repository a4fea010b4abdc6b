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
  /** `backups` in the home; made when it is missing. */
  readonly folder: string;
  readonly journal: Journal;
  readonly settings: SettingsStore;
  readonly clock: Clock;
  readonly version: string;
  /** Asked each time, so that a change of it counts from the next backup on. */
  readonly policy?: () => BackupPolicy;
  /** The time where it is sure, null where it is not. The clock is believed when this is left out. */
  readonly trustedNow?: () => number | null;
}

/** What is known of the backups without looking at the disk. */
export interface BackupsStatus {
  /** The newest that holds something; null when there is none. */
  readonly lastGood: Backup | null;
  /** When the newest was made, epoch milliseconds; null when there is none. */
  readonly newestAt: number | null;
  readonly count: number;
  /** All of them together. */
  readonly bytes: number;
  /** Why the last attempt at one came to nothing; null when it did not, or there was none. */
  readonly fault: Fault | null;
}

/** Which parts are restored. */
export interface RestoreParts {
  /** All settings, or the sections of these paths; false for none. */
  readonly settings: true | readonly string[] | false;
  readonly journal: boolean;
}

export interface RestorePreview {
  /** Null when the settings stay as they are. */
  readonly settings: DocumentPreview | null;
  /** Null when the journal stays as it is. Records held stay in any case: what is missing is added. */
  readonly journal: { readonly eventsInBackup: number } | null;
}

export interface Restored {
  /** The backup of the state before, by which this can be undone. */
  readonly undo: string;
  readonly settings: SettingsImpact | null;
  readonly journal: ImportedRecords | null;
}

/** Makes backups of settings and journal, keeps the good ones, and brings them back. Secrets are in none of them. */
export class BackupKeeper {
  readonly #parts: BackupKeeperParts;
  readonly #folder: BackupFolder;
  #turn: Promise<unknown> = Promise.resolve();
  #status: BackupsStatus | null = null;
  /** On the monotonic clock: when this run made its newest backup; null before the first. */
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

  /** Null until the first look at the folder. */
  get status(): BackupsStatus | null {
    return this.#status;
  }

  /**
   * Makes a backup now and one each day until disposed. A day that was slept through, or whose backup failed, is made
   * up for within the hour. The callback hears of each attempt.
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
      // A clock that was set back says for long that the newest is young: the time that passed in this run counts too.
      if (newest === null || this.#madeAt === null || clock.monotonic() - this.#madeAt >= dayMs) return true;
      return clock.now() - newest >= dayMs;
    };
    void attempt('start');
    const looking = this.#parts.clock.setInterval(() => {
      if (isDue()) void attempt('daily');
    }, hourMs);
    return toDisposable(() => {
      disposed = true;
      looking[Symbol.dispose]();
    });
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    await this.#turn;
  }

  /** Resolves when the copy was written, read back and checked. Older ones over the policy's limits go then. */
  make(reason: BackupReason): Promise<Result<Backup, Fault>> {
    return this.#inTurn(() => this.#make(reason));
  }

  /** Resolves to true when this run has made a backup; makes one when it has not. Asked before anything is deleted. */
  async hasMadeOne(): Promise<boolean> {
    await this.settled();
    if (this.#madeAt !== null) return true;
    return (await this.make('start')).ok;
  }

  /** Newest first. */
  async list(): Promise<Result<readonly Backup[], Fault>> {
    const stored = await this.#look(this.#status?.fault ?? null);
    return stored.ok ? ok(stored.value.map(toBackup)) : stored;
  }

  /** Why a backup cannot be used any more; null while nothing speaks against it. */
  async findDamage(id: string): Promise<Fault | null> {
    const settings = await this.#folder.readSettings(id);
    if (!settings.ok) return settings.error;
    const journal = await this.#folder.findJournal(id);
    return journal.ok || journal.error.code === 'backup.without-journal' ? null : journal.error;
  }

  /** What {@link restore} with the same arguments would do. */
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

  /** Brings parts of a backup back. The present state is backed up first; nothing is changed when that fails. */
  restore(id: string, parts: RestoreParts): Promise<Result<Restored, Fault>> {
    return this.#inTurn(async () => {
      const possible = await this.preview(id, parts);
      if (!possible.ok) return possible;
      // Read before the backup of the present state, which may push the oldest one out.
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
        const adopted = await this.#parts.settings.adoptDocument(text.value, onlyOf(parts));
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
    await this.#look(made.ok ? null : made.error);
    return made;
  }

  async #look(fault: Fault | null): Promise<Result<readonly StoredBackup[], Fault>> {
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
        // Settings are worth keeping without a journal; a journal that is there and cannot be copied is a fault.
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

  /** One after another: a backup must not see half a restore. */
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
