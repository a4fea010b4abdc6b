import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFileError, writeFileDurably } from '#main/files/index.ts';
import { errorCodeOf, err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import { backupManifestSchema, manifestFormat, type BackupManifest } from './backup-manifest.ts';

/** `2026-11-22T20-15-03-daily`: a valid folder name on every system. The manifests define the order. */
const backupName = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d(?:-\d+)?-[a-z-]+$/;
const unfinishedPrefix = '.unfinished-';

export interface StoredBackup {
  readonly id: string;
  readonly manifest: BackupManifest;
  readonly bytes: number;
}

const sequenceOf = ({ manifest }: StoredBackup): number => manifest.sequence ?? 0;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const unknownBackup = (id: string): Fault =>
  new Fault('backup.unknown', `There is no backup "${id}". Choose one from the list.`, {
    kind: 'configuration',
    status: 'not-found',
  });

const damagedBackup = (id: string, reason: string): Fault =>
  new Fault('backup.damaged', `The backup "${id}" cannot be used: ${reason}. Choose another backup.`, {
    kind: 'configuration',
  });

const withoutJournal = (id: string): Fault =>
  new Fault(
    'backup.without-journal',
    `The backup "${id}" has no copy of the journal. Restore only its settings, or choose another backup.`,
    { kind: 'configuration' },
  );

/** The backups on disk. Each is a folder that gets its final name only when it is complete. */
export class BackupFolder {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Deletes the remains of interrupted backups. */
  async tidy(): Promise<void> {
    for (const name of await this.#names()) {
      if (name.startsWith(unfinishedPrefix)) await rm(join(this.#path, name), { recursive: true });
    }
  }

  /** Lists the backups in the order in which they were made. Skips folders without a readable manifest. */
  async list(): Promise<readonly StoredBackup[]> {
    const stored: StoredBackup[] = [];
    for (const id of (await this.#names()).filter((name) => backupName.test(name)).toSorted()) {
      const manifest = await this.#readManifest(id);
      if (manifest) stored.push({ id, manifest, bytes: await this.#sizeOf(id) });
    }
    // The sort is stable: backups of versions that wrote no sequence number keep the order of their names.
    return stored.toSorted((left, right) => sequenceOf(left) - sequenceOf(right));
  }

  /** Makes a backup of a settings document and of the file that `copyJournal` writes to the given path. */
  async add(
    manifest: Omit<BackupManifest, 'format' | 'sequence' | 'settingsSha256' | 'journal'>,
    settings: string,
    copyJournal: (file: string) => Promise<BackupManifest['journal']>,
  ): Promise<Result<StoredBackup, Fault>> {
    let unfinished: string | undefined;
    try {
      const id = await this.#freeId(manifest);
      unfinished = join(this.#path, unfinishedPrefix + id);
      await mkdir(unfinished, { recursive: true, mode: 0o700 });
      const journal = await copyJournal(join(unfinished, 'journal.db'));
      await writeFileDurably(join(unfinished, 'settings.json'), settings);
      const sequence = Math.max(0, ...(await this.list()).map(sequenceOf)) + 1;
      const whole = {
        format: manifestFormat,
        sequence,
        ...manifest,
        settingsSha256: sha256(settings),
        journal,
      };
      await writeFileDurably(join(unfinished, 'manifest.json'), `${JSON.stringify(whole, null, 2)}\n`);
      // Read back before the rename: a disk may lose bytes without an error.
      if ((await readFile(join(unfinished, 'settings.json'), 'utf8')) !== settings)
        throw new Error('the settings on disk differ from those that were written');
      await rename(unfinished, join(this.#path, id));
      return ok({ id, manifest: whole, bytes: await this.#sizeOf(id) });
    } catch (thrown) {
      if (unfinished) await rm(unfinished, { recursive: true, force: true }).catch(() => undefined);
      if (thrown instanceof Fault) return err(thrown);
      const reason = describeFileError(thrown);
      return err(
        new Fault('backup.not-made', `The backup in ${this.#path} could not be made: ${reason}.`, {
          kind: 'transient',
          cause: thrown,
        }),
      );
    }
  }

  /** Returns the settings document of a backup after verifying its checksum. */
  async readSettings(id: string): Promise<Result<string, Fault>> {
    const manifest = await this.#find(id);
    if (!manifest.ok) return manifest;
    try {
      const text = await readFile(join(this.#path, id, 'settings.json'), 'utf8');
      return sha256(text) === manifest.value.settingsSha256
        ? ok(text)
        : err(damagedBackup(id, 'its settings changed after it was made'));
    } catch (thrown) {
      return err(damagedBackup(id, describeFileError(thrown)));
    }
  }

  /** Returns the path and event count of the journal's copy; a fault when the backup has no copy. */
  async findJournal(id: string): Promise<Result<{ readonly file: string; readonly events: number }, Fault>> {
    const manifest = await this.#find(id);
    if (!manifest.ok) return manifest;
    const file = join(this.#path, id, 'journal.db');
    if (!manifest.value.journal) return err(withoutJournal(id));
    const found = await stat(file).catch(() => null);
    return found?.size === manifest.value.journal.bytes
      ? ok({ file, events: manifest.value.journal.events })
      : err(damagedBackup(id, 'the size of its journal copy changed after it was made'));
  }

  async remove(id: string): Promise<void> {
    if (backupName.test(id)) await rm(join(this.#path, id), { recursive: true, force: true });
  }

  async #find(id: string): Promise<Result<BackupManifest, Fault>> {
    // The id comes from outside, so only names that Cuelight writes are opened.
    const manifest = backupName.test(id) ? await this.#readManifest(id) : null;
    if (!manifest) return err(unknownBackup(id));
    return manifest.format > manifestFormat
      ? err(damagedBackup(id, 'a newer version of Cuelight made it'))
      : ok(manifest);
  }

  async #readManifest(id: string): Promise<BackupManifest | null> {
    const text = await readFile(join(this.#path, id, 'manifest.json'), 'utf8').catch(() => '');
    try {
      return backupManifestSchema.parse(JSON.parse(text));
    } catch {
      return null;
    }
  }

  async #freeId({ at, reason }: Pick<BackupManifest, 'at' | 'reason'>): Promise<string> {
    const stamp = new Date(at).toISOString().slice(0, 19).replaceAll(':', '-');
    const names = new Set(await this.#names());
    let id = `${stamp}-${reason}`;
    for (let copy = 2; names.has(id); copy += 1) id = `${stamp}-${copy}-${reason}`;
    return id;
  }

  async #sizeOf(id: string): Promise<number> {
    let bytes = 0;
    for (const name of await readdir(join(this.#path, id)))
      bytes += (await stat(join(this.#path, id, name))).size;
    return bytes;
  }

  async #names(): Promise<readonly string[]> {
    try {
      return await readdir(this.#path);
    } catch (thrown) {
      if (errorCodeOf(thrown) === 'ENOENT') return [];
      throw thrown;
    }
  }
}
