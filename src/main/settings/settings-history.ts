import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { removeLeftovers, writeFileDurably, type DurableWriteOptions } from '#main/files/index.ts';
import type { PlainObject } from '#shared/kernel/index.ts';
import { settingsOriginSchema, type SettingsOrigin } from '#shared/model/index.ts';
import { parseDocument, type SettingsDocument } from './document.ts';
import { leafPaths, valueAt } from './object-paths.ts';

/** Maximum of versions; the oldest is deleted beyond it. */
const maxVersions = 50;
/** Name of a version file. The id is the order of versions and only grows, so a different time follows it. */
const versionName = /^(?<id>\d{15})(?:-(?<origin>[a-z]+))?(?:-(?<at>\d+))?\.json$/;

/** A version of the settings that was active. */
export interface SettingsVersion {
  readonly id: string;
  /** Time of its activation, epoch milliseconds. */
  readonly at: number;
  /** Cause of its activation; null when unknown. */
  readonly origin: SettingsOrigin | null;
}

/** A value that differs between two versions; undefined where it is not set. */
export interface SettingsDifference {
  /** Dotted path from the top of the file. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Returns the values that differ between two documents, sorted by path. */
export const differencesBetween = (
  before: PlainObject,
  after: PlainObject,
): readonly SettingsDifference[] => {
  const paths = new Map([...leafPaths(before), ...leafPaths(after)].map((path) => [path.join('.'), path]));
  return [...paths]
    .map(([name, path]) => ({ path: name, before: valueAt(before, path), after: valueAt(after, path) }))
    .filter(({ before: old, after: now }) => JSON.stringify(old) !== JSON.stringify(now))
    .toSorted((left, right) => left.path.localeCompare(right.path));
};

/**
 * All versions of the settings that were active. Each is a complete, readable file that can be copied back.
 */
export class SettingsHistory {
  readonly #folder: string;
  readonly #writing: DurableWriteOptions;

  constructor(folder: string, writing: DurableWriteOptions = {}) {
    this.#folder = folder;
    this.#writing = writing;
  }

  /** Deletes the remains of interrupted writes. */
  tidy(): Promise<void> {
    return removeLeftovers(this.#folder, '');
  }

  /** Saves a version unless it equals the newest one. */
  async record(text: string, now: number, origin: SettingsOrigin): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const versions = await this.#files();
    const [newest] = versions;
    if (newest && (await this.#readText(newest.id)) === text) return;
    // Later versions sort later even within a millisecond or after the clock was set back.
    const id = Math.max(now, Number(newest?.id ?? 0) + 1);
    const name = `${String(id).padStart(15, '0')}-${origin}${id === now ? '' : `-${Math.max(0, Math.trunc(now))}`}.json`;
    await writeFileDurably(join(this.#folder, name), text, this.#writing);
    for (const { file } of versions.slice(maxVersions - 1)) await rm(file, { force: true });
  }

  /** Lists the versions, newest first. */
  async list(): Promise<readonly SettingsVersion[]> {
    return (await this.#files()).map(({ id, at, origin }) => ({ id, at, origin }));
  }

  /** Reads a version; null when the id is unknown or the file unreadable. */
  async read(id: string): Promise<SettingsDocument | null> {
    const text = await this.#readText(id);
    const parsed = text === null ? null : parseDocument(text);
    return parsed?.ok ? parsed.value : null;
  }

  async #readText(id: string): Promise<string | null> {
    // The id comes from outside, so only files of this folder's versions are opened.
    const version = (await this.#files()).find((each) => each.id === id);
    return version ? readFile(version.file, 'utf8').catch(() => null) : null;
  }

  /** Lists the version files, newest first. */
  async #files(): Promise<readonly (SettingsVersion & { readonly file: string })[]> {
    const names = await readdir(this.#folder).catch((): string[] => []);
    return names
      .flatMap((name) => {
        const { id, origin, at } = versionName.exec(name)?.groups ?? {};
        if (id === undefined) return [];
        const known = settingsOriginSchema.safeParse(origin);
        return [
          {
            id,
            at: Number(at ?? id),
            origin: known.success ? known.data : null,
            file: join(this.#folder, name),
          },
        ];
      })
      .toSorted((left, right) => right.id.localeCompare(left.id));
  }
}
