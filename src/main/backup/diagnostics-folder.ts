import { lstat, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFileError, writeFileDurably } from '#main/files/index.ts';
import { errorCodeOf, err, Fault, isolate, ok, type Result } from '#shared/kernel/index.ts';

/**
 * `diagnostics-2026-11-22T20-15-03.cuelight`: a valid file name on every system. Earlier versions named the
 * files `incident-…`.
 */
const bundleName = /^(?:diagnostics|incident)-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d(?:-\d+)?\.cuelight$/;

/** Returns a name without its first word, which sorts by time. */
const timeOf = (name: string): string => name.slice(name.indexOf('-'));

export interface DiagnosticFile {
  readonly name: string;
  readonly bytes: number;
  /** Time of saving, epoch milliseconds. */
  readonly at: number;
}

const notUsable = (path: string, thrown: unknown): Result<never, Fault> =>
  err(
    new Fault(
      'diagnostics.folder-not-usable',
      `The diagnostic bundles in ${path} cannot be used: ${describeFileError(thrown)}.`,
      {
        kind: 'transient',
        cause: thrown,
      },
    ),
  );

const unknownBundle = (name: string): Result<never, Fault> =>
  err(
    new Fault(
      'diagnostics.unknown',
      `There is no diagnostic bundle "${isolate(name)}". Choose one from the list.`,
      {
        kind: 'configuration',
        status: 'not-found',
      },
    ),
  );

/** The folder of diagnostic bundles: `incidents` in the home. A bundle stays until a person deletes it. */
export class DiagnosticsFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Lists the bundles, newest first. */
  async list(): Promise<Result<readonly DiagnosticFile[], Fault>> {
    try {
      const names = (await readdir(this.path)).filter((name) => bundleName.test(name));
      const found = await Promise.all(names.map((name) => this.#find(name)));
      return ok(
        found
          .flatMap((file) => (file ? [file] : []))
          .toSorted((left, right) => timeOf(right.name).localeCompare(timeOf(left.name))),
      );
    } catch (thrown) {
      return errorCodeOf(thrown) === 'ENOENT' ? ok([]) : notUsable(this.path, thrown);
    }
  }

  async add(content: Buffer, now: number): Promise<Result<DiagnosticFile, Fault>> {
    try {
      await mkdir(this.path, { recursive: true, mode: 0o700 });
      const stem = `diagnostics-${new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')}`;
      let name = `${stem}.cuelight`;
      for (let copy = 2; await this.#find(name); copy += 1) name = `${stem}-${copy}.cuelight`;
      await writeFileDurably(join(this.path, name), content);
      return ok({ name, bytes: content.byteLength, at: now });
    } catch (thrown) {
      return notUsable(this.path, thrown);
    }
  }

  async read(name: string): Promise<Result<DiagnosticFile & { readonly content: Buffer }, Fault>> {
    // The name comes from outside, so only names that Cuelight writes are opened.
    const file = bundleName.test(name) ? await this.#find(name) : null;
    if (!file) return unknownBundle(name);
    try {
      return ok({ ...file, content: await readFile(join(this.path, name)) });
    } catch (thrown) {
      return notUsable(this.path, thrown);
    }
  }

  /** Returns the facts of a plain file; null for everything else, such as a link, which may lead anywhere. */
  async #find(name: string): Promise<DiagnosticFile | null> {
    const found = await lstat(join(this.path, name)).catch(() => null);
    return found?.isFile() ? { name, bytes: found.size, at: found.mtimeMs } : null;
  }
}
