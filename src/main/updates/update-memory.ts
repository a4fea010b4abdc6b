import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { removeLeftovers, writeFileDurably } from '#main/files/index.ts';
import { errorCodeOf } from '#shared/kernel/index.ts';
import { updateCheckSchema, updateInstallSchema, type UpdateChannel } from '#shared/model/index.ts';
import { compareVersions, isVersion } from './version.ts';

const versionSchema = z.string().refine(isVersion);

const memorySchema = z.object({
  format: z.literal(1),
  /** The highest version that a verified feed of each channel offered. */
  highestSeen: z.object({ stable: versionSchema.nullable(), beta: versionSchema.nullable() }),
  lastCheck: updateCheckSchema.nullable(),
  /** Time of the last check that read a trusted feed, epoch milliseconds. */
  lastReadAt: z.number().nullable(),
  /** The installation that was handed over and is not confirmed yet. */
  pending: updateInstallSchema.omit({ outcome: true }).nullable(),
  lastInstall: updateInstallSchema.nullable(),
});
export type StoredUpdates = Omit<z.infer<typeof memorySchema>, 'format'>;

const nothing: StoredUpdates = {
  highestSeen: { stable: null, beta: null },
  lastCheck: null,
  lastReadAt: null,
  pending: null,
  lastInstall: null,
};

/**
 * The facts about updates that outlive a restart: the highest version that was ever offered, the last check,
 * and the installation in progress.
 */
export class UpdateMemory {
  readonly #file: string;
  readonly #onProblem: (problem: string) => void;
  #stored: StoredUpdates;
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: string, stored: StoredUpdates, onProblem: (problem: string) => void) {
    this.#file = file;
    this.#stored = stored;
    this.#onProblem = onProblem;
  }

  /** Reads the file. A damaged file counts as empty: the running version still bounds downgrades. */
  static async open(file: string, onProblem: (problem: string) => void): Promise<UpdateMemory> {
    await removeLeftovers(dirname(file), basename(file));
    try {
      const { format: _, ...stored } = memorySchema.parse(JSON.parse(await readFile(file, 'utf8')));
      return new UpdateMemory(file, stored, onProblem);
    } catch (thrown) {
      if (errorCodeOf(thrown) !== 'ENOENT')
        onProblem('The record of earlier updates can’t be read, so it starts empty.');
      return new UpdateMemory(file, nothing, onProblem);
    }
  }

  get stored(): StoredUpdates {
    return this.#stored;
  }

  /** Changes the record. Resolves when it is on disk: true, or false when it could not be written. */
  async update(change: Partial<StoredUpdates>): Promise<boolean> {
    this.#stored = { ...this.#stored, ...change };
    const text = `${JSON.stringify({ format: 1, ...this.#stored }, null, 2)}\n`;
    const writing = this.#writing.then(() => writeFileDurably(this.#file, text));
    this.#writing = writing.catch(() => undefined);
    try {
      await writing;
      return true;
    } catch (thrown) {
      this.#onProblem(`The record of updates can’t be saved (${errorCodeOf(thrown) ?? String(thrown)}).`);
      return false;
    }
  }

  /** Remembers a version that a verified feed offered, unless a higher one is known. */
  sawVersion(channel: UpdateChannel, version: string): StoredUpdates['highestSeen'] {
    const { highestSeen } = this.#stored;
    const known = highestSeen[channel];
    const isHigher = known === null || (compareVersions(version, known) ?? 0) > 0;
    return isHigher ? { ...highestSeen, [channel]: version } : highestSeen;
  }
}
