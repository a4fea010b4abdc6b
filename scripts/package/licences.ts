import { err, ok, type Result } from '#shared/kernel/index.ts';

/** A package whose code or files are in the packaged program. */
export interface LicensedPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression, as in its package.json; empty without one. */
  readonly licence: string;
  /** The author in its package.json; null without one. */
  readonly author: string | null;
  /** The texts of its files about the licence. */
  readonly texts: readonly string[];
}

/** Licences that the MIT licence of Cuelight is compatible with. */
const accepted: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'OFL-1.1',
  'Python-2.0',
]);

/** Names of the files that contain a licence, a notice or a copyright. */
export const licenceFilePattern = /^(?:licen[cs]e|copying|notice|copyright|ofl)(?:[.-].*)?$/i;

/** Returns true when an expression names an accepted licence, alone or as a choice. */
export const isAccepted = (expression: string): boolean =>
  expression
    .replaceAll(/[()]/g, '')
    .split(/\s+OR\s+/)
    .some((choice) => choice.split(/\s+AND\s+/).every((name) => accepted.has(name.trim())));

const rule = '='.repeat(78);
const normalise = (text: string): string => text.replaceAll('\r\n', '\n').trim();

/** Returns the texts of a package, or the standard text if it declares MIT and contains no text. */
const textsOf = ({ name, licence, author, texts }: LicensedPackage, mit: string): Result<string, string> => {
  const own = texts.map(normalise).filter((text) => text !== '');
  if (own.length > 0) return ok(own.join('\n\n'));
  if (licence !== 'MIT')
    return err(
      `${name} declares ${licence}, but contains no text of it. Add one to the package, or replace it.`,
    );
  return ok(
    `${name} declares the MIT licence and contains no text of it. Author: ${author ?? 'not named'}.\n\n${mit}`,
  );
};

/**
 * Writes the file with the licences of all packages, sorted by name. `mit` is the standard text without a
 * copyright. Fails with a sentence for each package whose licence is not accepted or has no text.
 */
export const writeLicences = (
  packages: readonly LicensedPackage[],
  mit: string,
): Result<string, readonly string[]> => {
  const problems: string[] = [];
  const byTitle = new Map<string, string>();
  for (const package_ of packages) {
    const { name, version, licence } = package_;
    if (!isAccepted(licence)) {
      problems.push(
        `${name} ${version} is under "${licence}", which is not accepted. See scripts/package/licences.ts.`,
      );
      continue;
    }
    const text = textsOf(package_, mit);
    if (text.ok)
      byTitle.set(`${name} ${version}`, `${name} ${version}\nLicence: ${licence}\n\n${text.value}`);
    else problems.push(text.error);
  }
  if (problems.length > 0) return err(problems);
  const sections = [...byTitle].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, section]) => section);
  const intro = [
    `Cuelight contains ${sections.length} packages of others, each under its own licence.`,
    'The licences of Electron and Chromium are in LICENSE.electron.txt and LICENSES.chromium.html.',
  ].join('\n');
  return ok(`${[intro, ...sections].join(`\n\n${rule}\n\n`)}\n`);
};
