import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditOrchestrators } from '../audit/audit.ts';
import { auditManifests } from '../audit/manifests.ts';
import { readSourceTree } from '../audit/source-tree.ts';
import { checkBorders } from '../borders/check.ts';
import { generateOrchestrator } from './generate.ts';

const root = resolve(import.meta.dirname, '../..');
const templates = resolve(import.meta.dirname, '../templates/orchestrator');
const longName = 'night-watch-over-everything-there-is';
const generated = 'src/main/orchestrators/night-watch';

let copy: string;

/** Runs one of the project's own tools in the copy; answers with what it printed, and fails when it does. */
const run = async (tool: string, ...args: string[]): Promise<string> => {
  try {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [join(root, 'node_modules', tool), ...args],
      { cwd: copy, env: { ...process.env, NO_COLOR: '1' }, timeout: 240_000 },
    );
    return stdout + stderr;
  } catch (thrown) {
    const { stdout, stderr } = thrown as { stdout?: string; stderr?: string };
    throw new Error(`${tool} ${args.join(' ')}\n${stdout ?? ''}${stderr ?? ''}`, { cause: thrown });
  }
};

beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), 'cuelight-new-orchestrator-'));
  for (const path of [
    'src/main',
    'src/shared',
    'resources/scenarios',
    'docs/subjects/topics.md',
    'scripts',
    'package.json',
    '.prettierrc.json',
    '.oxlintrc.json',
    'vitest.config.ts',
    'tsconfig.json',
    'tsconfig.shared.json',
    'tsconfig.node.json',
    'tsconfig.web.json',
  ])
    cpSync(join(root, path), join(copy, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir');
  for (const name of ['night-watch', longName])
    await promisify(execFile)(process.execPath, [join(copy, 'scripts/new-orchestrator.ts'), name], {
      cwd: copy,
    });
  writeFileSync(
    join(copy, 'tsconfig.generated.json'),
    JSON.stringify({
      extends: './tsconfig.json',
      compilerOptions: { lib: ['ESNext', 'DOM', 'DOM.Iterable'], types: ['node'] },
      include: [generated, `src/main/orchestrators/${longName}`].map((path) => `${path}/**/*.ts`),
      references: [],
    }),
  );
});

afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

describe('a new orchestrator', () => {
  it('has a manifest, itself, a configuration, a component, a README, and tests of both', () => {
    expect(readdirSync(join(copy, generated)).toSorted()).toEqual([
      'README.md',
      'config.ts',
      'manifest.ts',
      'night-watch-orchestrator.test.ts',
      'night-watch-orchestrator.ts',
      'pulse.test.ts',
      'pulse.ts',
    ]);
    const all = readdirSync(join(copy, generated)).map((file) =>
      readFileSync(join(copy, generated, file), 'utf8'),
    );
    expect(all.join('\n')).not.toMatch(/\{\{|\}\}/);
  });

  it('passes the compiler', async () => {
    expect(
      await run('typescript/bin/tsc', '-p', 'tsconfig.generated.json', '--singleThreaded'),
    ).not.toContain('error');
  }, 120_000);

  it('is written in the house’s format, whatever the length of its name', async () => {
    const printed = await run(
      'prettier/bin/prettier.cjs',
      '--check',
      generated,
      `src/main/orchestrators/${longName}`,
      'src/shared/catalogue/topics',
    );
    expect(printed).toContain('All matched files use Prettier code style');
  }, 120_000);

  it('passes lint', async () => {
    expect(await run('oxlint/bin/oxlint', '--deny-warnings', generated)).toContain('0 warnings and 0 errors');
  }, 120_000);

  it('keeps within its borders', () => {
    expect(checkBorders(copy).violations.filter(({ file }) => file.startsWith(`${generated}/`))).toEqual([]);
  });

  it('takes all eight behaviours from the base', () => {
    const found = auditOrchestrators(readSourceTree(copy)).orchestrators.filter(({ file }) =>
      file.startsWith(`${generated}/`),
    );
    expect(found).toMatchObject([
      { name: 'NightWatchOrchestrator', inherits: true, findings: [], registrations: 1 },
    ]);
  });

  it('passes the conformance suite and its own tests', async () => {
    const printed = await run('vitest/vitest.mjs', 'run', '--reporter=verbose', `${generated}/`);
    expect(printed).toContain('night-watch as an orchestrator');
    expect(printed).toMatch(/Tests\s+\d\d passed/);
    expect(printed).not.toContain('failed');
  }, 180_000);
});

/** The one edit that makes a generated orchestrator run: its manifest in the list. */
const addToList = (manifest: string, name: string): void => {
  const file = join(copy, 'src/main/composition/manifests.ts');
  const text = readFileSync(file, 'utf8');
  const edited = `import { ${manifest} } from '#main/orchestrators/${name}/manifest.ts';\n${text.replace(/\n\];/, `\n  ${manifest},\n];`)}`;
  expect(edited.match(new RegExp(manifest, 'g'))).toHaveLength(2);
  writeFileSync(file, edited);
};

/** Starts the whole program in the copy, and looks for the generated orchestrator in it. */
const programTest = `
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { settingsPatch } from '#shared/catalogue/operations/settings.ts';
import { owner, Programs } from './testing/programs.ts';

it('runs, is in the graph, and has its settings', async () => {
  await using programs = new Programs();
  const quiet = { twitch: { enabled: false }, obs: { instances: [] } };
  writeFileSync(
    join(programs.home, 'settings.json'),
    JSON.stringify({ version: 1, 'chat-presence': quiet, 'night-watch': { pulseSeconds: 7 } }),
  );
  const application = await programs.start({ mode: 'live', environment: { CUELIGHT_KEYRING: 'off' } });
  const { system, settings, operations } = application.gatewayPorts;
  const pulse = () => system.list().find(({ id }) => id === 'night-watch-pulse');
  await expect.poll(() => pulse()?.state).toBe('running');
  expect(system.detail('night-watch-pulse')).toMatchObject({ parent: 'night-watch', settingsPath: 'night-watch' });
  expect(system.detail('night-watch')).toMatchObject({
    kind: 'orchestrator',
    title: 'Night watch',
    settingsPath: 'night-watch',
  });
  const { problem, sections } = await settings.describe();
  expect(problem).toBeNull();
  expect(sections.map(({ path }) => path).slice(-4)).toEqual(['fsm', 'night-watch', '${longName}', 'data']);
  expect(sections.find(({ path }) => path === 'night-watch')).toMatchObject({
    title: 'Night watch',
    values: { pulseSeconds: 7 },
  });
  const before = pulse()?.startedAt ?? 0;
  expect(settings.preview('night-watch', { pulseSeconds: 8 })).toMatchObject({
    ok: true,
    value: { restarts: ['night-watch-pulse'] },
  });
  const change = { path: 'night-watch', values: { pulseSeconds: 8 } };
  expect(await operations.run(settingsPatch, change, owner)).toMatchObject({ ok: true });
  await expect.poll(() => pulse()?.startedAt ?? 0).toBeGreaterThan(before);
});
`;

describe('a new orchestrator whose manifest is in the list', () => {
  it('is missed by the audit as long as it is not there', () => {
    const missing = auditManifests(readSourceTree(copy)).map(({ file, what }) => `${file}: ${what}`);
    expect(missing).toEqual([
      `src/main/orchestrators/${longName}/manifest.ts: "${longName}" is not in the list: add its manifest to src/main/composition/manifests.ts`,
      `${generated}/manifest.ts: "night-watch" is not in the list: add its manifest to src/main/composition/manifests.ts`,
    ]);
    addToList('nightWatchManifest', 'night-watch');
    addToList('nightWatchOverEverythingThereIsManifest', longName);
  });

  it('passes the audit once the table of topics in the docs is renewed', async () => {
    const audit = (...options: readonly string[]) =>
      promisify(execFile)(process.execPath, [join(copy, 'scripts/audit-orchestrators.ts'), ...options], {
        cwd: copy,
      });
    await expect(audit()).rejects.toMatchObject({ stderr: expect.stringContaining('topics.md is not what') });
    await audit('--write');
    const { stdout } = await audit();
    expect(readFileSync(join(copy, 'docs/subjects/topics.md'), 'utf8')).toContain('night-watch.pulsed');
    expect(stdout).toContain('10 orchestrators: 10 on the base, 0 outside it');
  }, 60_000);

  it('passes the compiler with the whole program', async () => {
    writeFileSync(
      join(copy, 'tsconfig.whole.json'),
      JSON.stringify({
        extends: './tsconfig.json',
        compilerOptions: { lib: ['ESNext', 'DOM', 'DOM.Iterable'], types: ['node'] },
        include: ['src/main/composition/index.ts', 'src/main/orchestrators/*/*.ts'],
        references: [],
      }),
    );
    expect(await run('typescript/bin/tsc', '-p', 'tsconfig.whole.json', '--singleThreaded')).not.toContain(
      'error',
    );
  }, 300_000);

  it('runs in the program, is in the graph, and has its settings, without another edit', async () => {
    writeFileSync(join(copy, 'src/main/composition/night-watch.test.ts'), programTest);
    const printed = await run('vitest/vitest.mjs', 'run', 'src/main/composition/night-watch.test.ts');
    expect(printed).toMatch(/Tests\s+1 passed/);
  }, 180_000);
});

describe('a name', () => {
  it.each([
    ['', 'new-orchestrator.no-name'],
    ['   ', 'new-orchestrator.no-name'],
    ['Night', 'new-orchestrator.bad-name'],
    ['night watch', 'new-orchestrator.bad-name'],
    ['night_watch', 'new-orchestrator.bad-name'],
    ['../night', 'new-orchestrator.bad-name'],
    ['-night', 'new-orchestrator.bad-name'],
    ['night--watch', 'new-orchestrator.bad-name'],
    ['9lives', 'new-orchestrator.bad-name'],
    ['n'.repeat(41), 'new-orchestrator.bad-name'],
    ['night-orchestrator', 'new-orchestrator.bad-name'],
    ['__proto__', 'new-orchestrator.bad-name'],
    ['testing', 'new-orchestrator.reserved-name'],
    ['core', 'new-orchestrator.reserved-name'],
    ['night-watch', 'new-orchestrator.taken-name'],
    ['fsm', 'new-orchestrator.taken-name'],
    ['outbox', 'new-orchestrator.taken-name'],
    ['program', 'new-orchestrator.taken-name'],
    ['data', 'new-orchestrator.taken-name'],
  ])('"%s" is refused in one sentence (%s), and nothing is written', (name, code) => {
    const before = readdirSync(join(copy, 'src/main/orchestrators'));
    const made = generateOrchestrator(copy, templates, name);
    expect(made.ok ? null : made.error.code).toBe(code);
    expect(made.ok ? '' : made.error.message).toMatch(/^\S(?:(?!\. )[^\n])*[^.\s]$/);
    expect(readdirSync(join(copy, 'src/main/orchestrators'))).toEqual(before);
  });

  it('that is refused ends the command with a failure and one line', async () => {
    const refused = promisify(execFile)(process.execPath, [join(copy, 'scripts/new-orchestrator.ts'), 'fsm']);
    await expect(refused).rejects.toMatchObject({
      code: 1,
      stderr: 'There is already src/main/orchestrators/fsm: choose another name.\n',
    });
  });
});
