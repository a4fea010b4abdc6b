import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The files that ship with the code, both from source and from a build. */
export interface ProjectFiles {
  readonly scenario: (name: string) => string;
  /** Lists the names of the scenarios. */
  readonly scenarios: () => readonly string[];
  /** The code of the journal's threads and of their process. */
  readonly journalWorker: URL;
  readonly journalProcess: URL;
  /** The code of the process that reads the system's keyring. */
  readonly keyringProcess: URL;
}

/** Finds the project's files from the path of this module. Throws when the installation is incomplete. */
export const findProjectFiles = (moduleFile: string = import.meta.filename): ProjectFiles => {
  const fromSource = moduleFile.endsWith('.ts');
  let root = dirname(moduleFile);
  while (!existsSync(join(root, 'resources', 'scenarios'))) {
    const parent = dirname(root);
    if (parent === root) {
      throw new Error(
        `The folder resources/scenarios is missing: the installation of Cuelight at ${moduleFile} is incomplete.`,
      );
    }
    root = parent;
  }
  const code = (folder: string, name: string): URL =>
    pathToFileURL(
      fromSource ? join(root, 'src', 'main', folder, `${name}.ts`) : join(root, 'out', 'main', `${name}.js`),
    );
  return {
    scenario: (name) => join(root, 'resources', 'scenarios', `${name}.yaml`),
    scenarios: () =>
      readdirSync(join(root, 'resources', 'scenarios'))
        .filter((file) => extname(file) === '.yaml')
        .map((file) => basename(file, '.yaml'))
        .toSorted(),
    journalWorker: code('journal/worker', 'journal-worker'),
    journalProcess: code('journal/process', 'journal-process'),
    keyringProcess: code('settings/vault', 'keyring-process'),
  };
};
