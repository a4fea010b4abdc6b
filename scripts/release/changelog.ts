import { err, ok, type Result } from '#shared/kernel/index.ts';

/** The notes of one version in CHANGELOG.md. */
export interface Release {
  /** Version as in package.json: three numbers. */
  readonly version: string;
  /** The day of the release, `YYYY-MM-DD`; null while it is not released. */
  readonly date: string | null;
  /** Markdown, without the heading of the version. */
  readonly notes: string;
}

const heading = /^## (?<version>\d+\.\d+\.\d+) \((?<date>unreleased|\d{4}-\d{2}-\d{2})\)$/;

const compare = (left: string, right: string): number => {
  const [a, b] = [left, right].map((version) => version.split('.').map(Number));
  const index = (a ?? []).findIndex((part, at) => part !== b?.[at]);
  return index < 0 ? 0 : (a?.[index] ?? 0) - (b?.[index] ?? 0);
};

const problemsOf = (releases: readonly Release[]): readonly string[] =>
  releases.flatMap(({ version, date, notes }, index) => {
    const older = releases[index + 1];
    return [
      ...(notes === '' ? [`${version} has no notes`] : []),
      ...(date === null && index > 0 ? [`${version} is unreleased, but a newer version is above it`] : []),
      ...(older && compare(version, older.version) <= 0
        ? [`${version} is above ${older.version}: the newest comes first`]
        : []),
    ];
  });

/**
 * Reads a changelog, newest version first. Fails with a sentence for each error that a release can't handle.
 */
export const readChangelog = (text: string): Result<readonly Release[], readonly string[]> => {
  const releases: { version: string; date: string | null; lines: string[] }[] = [];
  const strays: string[] = [];
  for (const line of text.split('\n')) {
    const { version, date } = heading.exec(line)?.groups ?? {};
    if (version !== undefined && date !== undefined)
      releases.push({ version, date: date === 'unreleased' ? null : date, lines: [] });
    else if (line.startsWith('## '))
      strays.push(`"${line}" is not "## 1.2.3 (2026-12-31)" or "(unreleased)"`);
    else releases.at(-1)?.lines.push(line);
  }
  const read = releases.map(({ version, date, lines }) => ({
    version,
    date,
    notes: lines.join('\n').trim(),
  }));
  const problems = [...strays, ...problemsOf(read), ...(read.length === 0 ? ['it names no version'] : [])];
  return problems.length > 0 ? err(problems) : ok(read);
};
