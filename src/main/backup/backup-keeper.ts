import type { Journal, TakenIn } from '#main/journal/index.ts';
import type { DocumentPreview, SettingsStore } from '#main/settings/index.ts';
import { ok, type Clock, type Fault, type Result } from '#shared/kernel/index.ts';
import type { SettingsImpact } from '#shared/model/index.ts';
import { BackupFolder, type StoredBackup } from './backup-folder.ts';
import { holdsSomething, type Backup, type BackupReason } from './backup-manifest.ts';

const dayMs = 86_400_000;

export interface BackupPolicy {
  /** Backups kept, whatever their age. */
  readonly count: number;
  /** Days for which they are kept. */
  readonly days: number;
}

export const defaultBackupPolicy: BackupPolicy = { count: 14, days: 60 };

export interface BackupKeeperParts {
  /** `backups` in the home; made when it is missing. */
  readonly folder: string;
  readonly journal: Journal;
  readonly settings: SettingsStore;
  readonly clock: Clock;
  readonly version: string;
  readonly policy?: BackupPolicy;
  /** Called with what went wrong in an automatic backup. */
  readonly onFault?: (fault: Fault) => void;
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
  readonly journal: TakenIn | null;
}

/** Makes backups of settings and journal, keeps the good ones, and brings them back. Secrets are in none of them. */
export class BackupKeeper {
  readonly #parts: BackupKeeperParts;
  readonly #folder: BackupFolder;
  readonly #policy: BackupPolicy;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: BackupKeeperParts) {
    this.#parts = parts;
    this.#folder = new BackupFolder(parts.folder);
    this.#policy = parts.policy ?? defaultBackupPolicy;
  }

  /** Makes a backup now and one each day until disposed. */
  keep(): Disposable {
    const make = async (reason: BackupReason): Promise<void> => {
      const made = await this.make(reason);
      if (!made.ok) this.#parts.onFault?.(made.error);
    };
    void make('start');
    return this.#parts.clock.setInterval(() => void make('daily'), dayMs);
  }

  /** Resolves when the copy was written, read back and checked. Older ones over the policy's limits go then. */
  make(reason: BackupReason): Promise<Result<Backup, Fault>> {
    return this.#inTurn(() => this.#make(reason));
  }

  /** Newest first. */
  async list(): Promise<readonly Backup[]> {
    return (await this.#folder.list()).map(toBackup).toReversed();
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
      let journal: TakenIn | null = null;
      if (parts.journal) {
        const copy = await this.#folder.findJournal(id);
        if (!copy.ok) return copy;
        const taken = await this.#parts.journal.takeIn(copy.value.file);
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
    const { journal, settings, clock, version } = this.#parts;
    await this.#folder.tidy().catch(() => undefined);
    const document = settings.exportDocument();
    const made = await this.#folder.add(
      {
        at: clock.now(),
        reason,
        version,
        settingsSet: settings.isCustomised,
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
    if (!made.ok) return made;
    await this.#prune(keepId).catch(() => undefined);
    return ok(toBackup(made.value));
  }

  /** The newest that holds something stays whatever the limits, so that a run of empty ones pushes nothing out. */
  async #prune(keepId: string | undefined): Promise<void> {
    const { count, days } = this.#policy;
    const newestFirst = (await this.#folder.list()).toReversed();
    const lastGood = newestFirst.find(({ manifest }) => holdsSomething(manifest));
    const oldest = this.#parts.clock.now() - days * dayMs;
    const over = newestFirst.filter(
      ({ id, manifest }, index) =>
        (index >= count || manifest.at < oldest) && index > 0 && id !== lastGood?.id && id !== keepId,
    );
    for (const { id } of over) await this.#folder.remove(id);
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
