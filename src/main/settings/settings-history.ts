import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { removeLeftovers, writeFileDurably, type DurableWriteOptions } from '#main/files/index.ts';
import type { PlainObject } from '#shared/kernel/index.ts';
import { settingsOriginSchema, type SettingsOrigin } from '#shared/model/index.ts';
import { parseDocument, type SettingsDocument } from './document.ts';
import { leafPaths, valueAt } from './object-paths.ts';

/** Versions kept; the oldest goes when there is one more. */
const maxVersions = 50;
/** The id is the order of the versions. The time is in the name where it differs: an id only ever grows. */
const versionName = /^(?<id>\d{15})(?:-(?<origin>[a-z]+))?(?:-(?<at>\d+))?\.json$/;

/** A version of the settings that was in force once. */
export interface SettingsVersion {
  readonly id: string;
  /** When it came into force, epoch milliseconds. */
  readonly at: number;
  /** How it came into force; null where that is not known. */
  readonly origin: SettingsOrigin | null;
}

/** One value that differs between two versions; undefined where it is not set. */
export interface SettingsDifference {
  /** Dotted, from the top of the file. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** The values by which two documents differ, in the order of their paths. */
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

/** Every version of the settings that was in force, each a whole file: readable, and restored by copying it back. */
export class SettingsHistory {
  readonly #folder: string;
  readonly #writing: DurableWriteOptions;

  constructor(folder: string, writing: DurableWriteOptions = {}) {
    this.#folder = folder;
    this.#writing = writing;
  }

  /** Takes away what interrupted writes left behind. */
  tidy(): Promise<void> {
    return removeLeftovers(this.#folder, '');
  }

  /** Keeps a version, unless it says the same as the last one. */
  async record(text: string, now: number, origin: SettingsOrigin): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const versions = await this.#files();
    const [newest] = versions;
    if (newest && (await this.#readText(newest.id)) === text) return;
    // Two versions in one millisecond, or a clock that was set back: later ones still sort later.
    const id = Math.max(now, Number(newest?.id ?? 0) + 1);
    const name = `${String(id).padStart(15, '0')}-${origin}${id === now ? '' : `-${Math.max(0, Math.trunc(now))}`}.json`;
    await writeFileDurably(join(this.#folder, name), text, this.#writing);
    for (const { file } of versions.slice(maxVersions - 1)) await rm(file, { force: true });
  }

  /** Newest first. */
  async list(): Promise<readonly SettingsVersion[]> {
    return (await this.#files()).map(({ id, at, origin }) => ({ id, at, origin }));
  }

  /** A version's content; null when there is none of that id, or it can no longer be read. */
  async read(id: string): Promise<SettingsDocument | null> {
    const text = await this.#readText(id);
    const parsed = text === null ? null : parseDocument(text);
    return parsed?.ok ? parsed.value : null;
  }

  async #readText(id: string): Promise<string | null> {
    // An id comes from outside: nothing but one of our own files is ever opened.
    const version = (await this.#files()).find((each) => each.id === id);
    return version ? readFile(version.file, 'utf8').catch(() => null) : null;
  }

  /** Newest first. */
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
