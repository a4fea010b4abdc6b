import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { x } from 'tinyexec';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..', '..');

/** Runs a script to its end. */
const run = async (
  cwd: string,
  args: readonly string[],
): Promise<{ code: number | undefined; error: string }> => {
  const env = { ...process.env, NODE_NO_WARNINGS: '1', DISPLAY: '' };
  const { exitCode, stderr } = await x(process.execPath, args, { nodeOptions: { cwd, env } });
  return { code: exitCode, error: stderr };
};

/** An installation whose entries are whole and whose programs are not. */
describe('an entry whose program does not load', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cuelight-entry-'));
    mkdirSync(join(folder, 'src', 'main'), { recursive: true });
    for (const name of ['index.ts', 'headless.ts'])
      cpSync(join(root, 'src', 'main', name), join(folder, 'src', 'main', name));
    for (const name of ['package.json', 'node_modules', 'src/shared', 'src/main/hosts', 'e2e'])
      symlinkSync(join(root, name), join(folder, name));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const entries = [
    ['headless', 'headless-program.ts', ['src/main/headless.ts']],
    ['desktop', 'desktop-program.ts', ['e2e/electron-stand-in/run.ts', 'src/main/index.ts']],
  ] as const;
  const damages = [
    ['is missing', null],
    ['is corrupted', 'export const = ;'],
    ['imports what is missing', "import './chunks/gone.js';"],
    ['throws while it loads', "throw new Error('a native module does not fit');"],
    ['has another content', 'export const other = 1;'],
  ] as const;

  it.each(entries.flatMap((entry) => damages.map((damage) => [...entry, ...damage] as const)))(
    '%s: says so in one sentence and in the log, and ends with code 1, when %s',
    async (_host, program, args, _damage, text) => {
      if (text !== null) writeFileSync(join(folder, 'src', 'main', program), text);
      const home = join(folder, 'home');
      const { code, error } = await run(folder, [...args, '--home', home]);
      expect(code).toBe(1);
      expect(
        error.match(/^Cuelight cannot start, because its program files do not load: .*$/gm),
      ).toHaveLength(1);
      const lines = readFileSync(join(home, 'logs', 'cuelight.log'), 'utf8')
        .trim()
        .split('\n');
      expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
        { level: 'ERROR', message: expect.stringContaining('do not load') },
      ]);
    },
  );

  it('ends with code 1 although the log cannot be written and half of the program is gone', async () => {
    rmSync(join(folder, 'src', 'main', 'hosts'));
    const { code, error } = await run(folder, ['src/main/headless.ts']);
    expect([code, error.includes('do not load')]).toEqual([1, true]);
  });
});
