import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditOrchestrators } from '../audit/audit.ts';
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
      { cwd: copy, env: { ...process.env, NO_COLOR: '1' }, timeout: 120_000 },
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
  it('has a door, itself, a configuration, a component, a README, and tests of both', () => {
    expect(readdirSync(join(copy, generated)).toSorted()).toEqual([
      'README.md',
      'config.ts',
      'index.ts',
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
    expect(await run('typescript/bin/tsc', '-p', 'tsconfig.generated.json')).not.toContain('error');
  }, 120_000);

  it('is written in the house’s format, whatever the length of its name', async () => {
    const printed = await run(
      'prettier/bin/prettier.cjs',
      '--check',
      generated,
      `src/main/orchestrators/${longName}`,
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
