import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readChangelog } from './changelog.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const readYaml = (file: string): unknown => parse(read(file));

const packageSchema = z.object({
  version: z.string(),
  scripts: z.record(z.string(), z.string()),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});
const project = packageSchema.parse(JSON.parse(read('package.json')));
const documents = globSync(['*.md', '{docs,src}/**/*.md'], { cwd: root }).toSorted();

describe('the changelog', () => {
  it('is readable for a release, and begins with the version of package.json', () => {
    const changelog = readChangelog(read('CHANGELOG.md'));
    expect(changelog).toMatchObject({ ok: true });
    expect(changelog.ok && changelog.value[0]?.version).toBe(project.version);
  });

  it('gives each version its date and its notes', () => {
    const text =
      '# Changelog\n\nIntro\n\n## 0.10.0 (unreleased)\n\n- B\n\n## 0.9.1 (2026-12-24)\n\n### Fixed\n- A\n';
    expect(readChangelog(text)).toEqual({
      ok: true,
      value: [
        { version: '0.10.0', date: null, notes: '- B' },
        { version: '0.9.1', date: '2026-12-24', notes: '### Fixed\n- A' },
      ],
    });
  });

  it.each([
    ['# Changelog\n', 'it names no version'],
    ['## 0.1.0 (unreleased)\n', '0.1.0 has no notes'],
    ['## Version 1\n- A\n', '"## Version 1" is not "## 1.2.3 (2026-12-31)" or "(unreleased)"'],
    [
      '## 0.9.0 (2026-12-24)\n- B\n## 0.10.0 (2026-12-20)\n- A\n',
      '0.9.0 is above 0.10.0: the newest comes first',
    ],
    [
      '## 0.2.0 (2026-12-24)\n- B\n## 0.1.0 (unreleased)\n- A\n',
      '0.1.0 is unreleased, but a newer version is above it',
    ],
  ])('is rejected as %j', (text, problem) => {
    const changelog = readChangelog(text);
    expect(changelog.ok ? [] : changelog.error).toContain(problem);
  });
});

describe('the kit for maintainers', () => {
  const workflowSchema = z.object({
    jobs: z.object({
      test: z.object({
        strategy: z.object({ matrix: z.object({ os: z.array(z.string()) }) }),
        steps: z.array(z.object({ run: z.string().optional() })),
      }),
    }),
  });

  it('runs the two commands of README and of .ci/run on three systems', () => {
    const { steps, strategy } = workflowSchema.parse(readYaml('.github/workflows/ci.yml')).jobs.test;
    const commands = steps.flatMap(({ run }) => run ?? []);
    expect(commands.indexOf('npm ci')).toBeGreaterThanOrEqual(0);
    expect(commands.indexOf('npm test')).toBeGreaterThan(commands.indexOf('npm ci'));
    for (const file of ['README.md', '.ci/run']) expect(read(file)).toContain('npm ci && npm test');
    expect(strategy.matrix.os.map((os) => os.split('-')[0])).toEqual(['ubuntu', 'macos', 'windows']);
  });

  it('packages the app and drives it on three systems', () => {
    const { jobs } = z
      .object({
        jobs: z.object({
          package: z.object({
            strategy: z.object({ matrix: z.object({ os: z.array(z.string()) }) }),
            steps: z.array(z.object({ run: z.string().optional() })),
          }),
        }),
      })
      .parse(readYaml('.github/workflows/ci.yml'));
    const { steps, strategy } = jobs.package;
    const commands = steps.flatMap(({ run }) => (run?.startsWith('npm ') === true ? [run] : []));
    expect(commands).toEqual([
      'npm ci',
      'npm run package',
      'npm run test:package',
      'npm run package -- --installers',
    ]);
    expect(strategy.matrix.os.map((os) => os.split('-')[0])).toEqual(['ubuntu', 'macos', 'windows']);
  });

  it('groups only packages that the project has, each in one group', () => {
    const { updates } = z
      .object({
        updates: z.array(
          z.object({ groups: z.record(z.string(), z.object({ patterns: z.array(z.string()) })).default({}) }),
        ),
      })
      .parse(readYaml('.github/dependabot.yml'));
    const names = Object.keys({ ...project.dependencies, ...project.devDependencies });
    const patterns = updates.flatMap(({ groups }) =>
      Object.values(groups).flatMap((group) => group.patterns),
    );
    const matches = (name: string, pattern: string): boolean =>
      pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
    expect(patterns.filter((pattern) => !names.some((name) => matches(name, pattern)))).toEqual([]);
    expect(names.filter((name) => patterns.filter((pattern) => matches(name, pattern)).length > 1)).toEqual(
      [],
    );
    // Packages of one owner would get different versions without a group.
    const owners = names.filter((name) => /^@(?:orpc|twurple|mantine|logtape|stryker-mutator)\//.test(name));
    expect(owners.filter((name) => !patterns.some((pattern) => matches(name, pattern)))).toEqual([]);
  });

  it('lists every decision, with its title and its status, in the order of their numbers', () => {
    const files = globSync('docs/adr/[0-9]*.md', { cwd: root })
      .map((file) => file.replaceAll('\\', '/'))
      .toSorted();
    const rows = files.map((file) => {
      const text = read(file);
      const title = /^# \d+\. (.+)$/m.exec(text)?.[1];
      expect(/^Status: \w+/m.test(text), `${file} has a status`).toBe(true);
      return `| [${Number(/\d+/.exec(file)?.[0])}](${file.replace('docs/adr/', '')}) | ${title} |`;
    });
    const listed = read('docs/adr/README.md')
      .split('\n')
      .filter((line) => /^\| *\[\d/.test(line));
    expect(listed.map((line) => line.replace(/ +/g, ' '))).toEqual(rows);
  });

  it.each(documents)('links in %s only to files that exist, and names only commands that do', (file) => {
    const targets = [...read(file).matchAll(/\]\((?!https?:|#)(?<target>[^)#]+)/g)].map(
      ({ groups }) => groups?.['target'] ?? '',
    );
    expect(targets.filter((target) => !existsSync(resolve(root, file, '..', target)))).toEqual([]);
    const commands = [...read(file).matchAll(/npm run (?<name>[\w:-]+)/g)].map(
      ({ groups }) => groups?.['name'] ?? '',
    );
    expect(commands.filter((name) => !Object.hasOwn(project.scripts, name))).toEqual([]);
  });
});
