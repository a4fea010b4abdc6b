import { lstat, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFileError, writeFileDurably } from '#main/files/index.ts';
import { errorCodeOf, err, Fault, isolate, ok, type Result } from '#shared/kernel/index.ts';

/** `incident-2026-11-22T20-15-03.cuelight`: sorts by time, and is a file name everywhere. */
const incidentName = /^incident-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d(?:-\d+)?\.cuelight$/;

export interface IncidentFile {
  readonly name: string;
  readonly bytes: number;
  /** When it was written, epoch milliseconds. */
  readonly at: number;
}

const notUsable = (path: string, thrown: unknown): Result<never, Fault> =>
  err(
    new Fault(
      'incident.folder-not-usable',
      `The incident files in ${path} cannot be used: ${describeFileError(thrown)}.`,
      {
        kind: 'transient',
        cause: thrown,
      },
    ),
  );

const unknownIncident = (name: string): Result<never, Fault> =>
  err(
    new Fault('incident.unknown', `There is no incident file "${isolate(name)}". Choose one from the list.`, {
      kind: 'configuration',
      status: 'not-found',
    }),
  );

/** Where incident files are saved: `incidents` in the home. They stay until somebody deletes them. */
export class IncidentFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Newest first. */
  async list(): Promise<Result<readonly IncidentFile[], Fault>> {
    try {
      const names = (await readdir(this.path)).filter((name) => incidentName.test(name));
      const found = await Promise.all(names.map((name) => this.#look(name)));
      return ok(
        found
          .flatMap((file) => (file ? [file] : []))
          .toSorted((left, right) => right.name.localeCompare(left.name)),
      );
    } catch (thrown) {
      return errorCodeOf(thrown) === 'ENOENT' ? ok([]) : notUsable(this.path, thrown);
    }
  }

  async add(content: Buffer, now: number): Promise<Result<IncidentFile, Fault>> {
    try {
      await mkdir(this.path, { recursive: true, mode: 0o700 });
      const stem = `incident-${new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')}`;
      let name = `${stem}.cuelight`;
      for (let copy = 2; await this.#look(name); copy += 1) name = `${stem}-${copy}.cuelight`;
      await writeFileDurably(join(this.path, name), content);
      return ok({ name, bytes: content.byteLength, at: now });
    } catch (thrown) {
      return notUsable(this.path, thrown);
    }
  }

  async read(name: string): Promise<Result<IncidentFile & { readonly content: Buffer }, Fault>> {
    // A name comes from outside: nothing but one of our own files is ever opened.
    const file = incidentName.test(name) ? await this.#look(name) : null;
    if (!file) return unknownIncident(name);
    try {
      return ok({ ...file, content: await readFile(join(this.path, name)) });
    } catch (thrown) {
      return notUsable(this.path, thrown);
    }
  }

  /** Null for anything but a plain file: a link may lead anywhere. */
  async #look(name: string): Promise<IncidentFile | null> {
    const found = await lstat(join(this.path, name)).catch(() => null);
    return found?.isFile() ? { name, bytes: found.size, at: found.mtimeMs } : null;
  }
}
