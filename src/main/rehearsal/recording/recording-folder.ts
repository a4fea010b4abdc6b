import { readFileSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { err, Fault, isolate, ok, type Result } from '#shared/kernel/index.ts';
import type { Recording } from '#shared/model/index.ts';

/** Maximum number of recordings: more than anybody browses, and a bound on the disk space. */
const mostRecordings = 50;

const mark = '# Cuelight recording ';
const factsSchema = z.object({ recordedAt: z.number(), durationMs: z.number(), lines: z.number().int() });
const headSchema = z.object({ title: z.string(), description: z.string() });

/** The description of a recording, without its scenario. */
export type RecordingFacts = z.infer<typeof factsSchema>;

const isId = (id: string): boolean => /^recorded-[a-z0-9-]{1,60}$/.test(id);

/** Reads only the start of a file, because a whole recording has many thousands of lines. */
const readHead = async (file: string): Promise<string> => {
  await using handle = await open(file, 'r');
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(4_096), 0, 4_096, 0);
  return buffer.toString('utf8', 0, bytesRead);
};

const factsIn = (head: string): RecordingFacts | null => {
  const [first = ''] = head.split('\n', 1);
  if (!first.startsWith(mark)) return null;
  try {
    return factsSchema.safeParse(JSON.parse(first.slice(mark.length))).data ?? null;
  } catch {
    return null;
  }
};

const describe = async (folder: string, id: string): Promise<Recording | null> => {
  const file = join(folder, `${id}.yaml`);
  try {
    const [head, { size, mtimeMs }] = await Promise.all([readHead(file), stat(file)]);
    const parsed = headSchema.safeParse(parseDocument(head.split('\ncast:', 1)[0] ?? '').toJS());
    const facts = factsIn(head);
    return {
      id,
      title: parsed.data?.title ?? id,
      description: parsed.data?.description ?? 'The start of this file cannot be read.',
      recordedAt: facts?.recordedAt ?? Math.round(mtimeMs),
      durationMs: facts?.durationMs ?? null,
      lines: facts?.lines ?? null,
      bytes: size,
    };
  } catch {
    return null;
  }
};

/** The recordings of this machine, one file each. The list is read once and then kept up to date. */
export class RecordingFolder {
  readonly path: string;
  #recordings: readonly Recording[];

  private constructor(path: string, recordings: readonly Recording[]) {
    this.path = path;
    this.#recordings = recordings;
  }

  /** Opens a folder, which may not exist yet. Ignores files that are not recordings. */
  static async open(path: string): Promise<RecordingFolder> {
    const names = await readdir(path).catch(() => []);
    const ids = names.filter((name) => extname(name) === '.yaml').map((name) => basename(name, '.yaml'));
    const found = await Promise.all(ids.filter(isId).map((id) => describe(path, id)));
    return new RecordingFolder(
      path,
      found.filter((recording) => recording !== null),
    );
  }

  /** The recordings, newest first. */
  list(): readonly Recording[] {
    return this.#recordings.toSorted((left, right) => right.recordedAt - left.recordedAt);
  }

  /** Returns why no recording can be added; null when one can. */
  get obstacle(): Fault | null {
    return this.#recordings.length < mostRecordings
      ? null
      : new Fault(
          'rehearsal.too-many-recordings',
          `There are already ${mostRecordings} recordings, the maximum. Delete one first.`,
          { kind: 'configuration' },
        );
  }

  /** Returns the scenario of a recording as text; null when there is no recording with this id. */
  read(id: string): string | null {
    if (!this.#recordings.some((recording) => recording.id === id)) return null;
    try {
      return readFileSync(this.fileOf(id), 'utf8');
    } catch {
      return null;
    }
  }

  fileOf(id: string): string {
    return join(this.path, `${id}.yaml`);
  }

  /**
   * Writes a recording. The file is complete on disk when this resolves; a failed write leaves nothing
   * behind.
   */
  async save(id: string, yaml: string, facts: RecordingFacts): Promise<Result<Recording, Fault>> {
    const unfinished = `${this.fileOf(id)}.unfinished`;
    try {
      await mkdir(this.path, { recursive: true, mode: 0o700 });
      {
        await using handle = await open(unfinished, 'w', 0o600);
        await handle.writeFile(`${mark}${JSON.stringify(facts)}\n${yaml}`);
        await handle.sync();
      }
      await rename(unfinished, this.fileOf(id));
      const saved = await describe(this.path, id);
      if (!saved) throw new Error('The file is missing although it was written.');
      this.#recordings = [...this.#recordings.filter((each) => each.id !== id), saved];
      return ok(saved);
    } catch (cause) {
      await rm(unfinished, { force: true }).catch(() => undefined);
      return err(
        new Fault(
          'rehearsal.recording-not-saved',
          `The recording could not be written to ${this.path}. Check that the disk is not full.`,
          { kind: 'transient', cause },
        ),
      );
    }
  }

  async remove(id: string): Promise<Result<void, Fault>> {
    if (!this.#recordings.some((recording) => recording.id === id)) {
      return err(
        new Fault('rehearsal.no-recording', `There is no recording "${isolate(id)}".`, {
          kind: 'configuration',
        }),
      );
    }
    await rm(this.fileOf(id), { force: true });
    this.#recordings = this.#recordings.filter((recording) => recording.id !== id);
    return ok(undefined);
  }
}
