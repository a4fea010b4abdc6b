import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readIfThere, spawnNode, stopChild, waitFor, type SpokenChild } from '../harness/program.ts';
import { executablePath } from './chromium.ts';

const limitMs = 40_000;

describe.skipIf(!existsSync(executablePath))('the desktop program', () => {
  let home: string;
  const running: SpokenChild[] = [];
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'cuelight-hard-start-'));
  });
  afterEach(async () => {
    for (const program of running.splice(0)) await stopChild(program);
    rmSync(home, { recursive: true, force: true });
  });
  const spawn = (args: readonly string[], env: Readonly<Record<string, string>> = {}): SpokenChild => {
    const program = spawnNode([...args, '--home', home], env);
    running.push(program);
    return program;
  };
  const desktop = (args: readonly string[], env: Readonly<Record<string, string>> = {}): SpokenChild =>
    spawn(['e2e/electron-stand-in/run.ts', 'src/main/index.ts', ...args], {
      CUELIGHT_STAND_IN_SECRET_STORE: 'gnome_libsecret',
      CUELIGHT_STAND_IN_ADDRESS_FILE: join(home, 'address'),
      ...env,
    });

  it.each(['--rehearsal', '--live'])(
    'has a window, hands over a second start, and stops in order with a keyring that never answers (%s)',
    async (mode) => {
      const program = desktop([mode], { CUELIGHT_STAND_IN_KEYRING: 'silent' });
      await waitFor('The window', limitMs, () => readIfThere(join(home, 'address')), program.output);
      expect(await desktop([mode]).ended).toBe(0);
      expect(program.hasEnded()).toBe(false);
      expect(await stopChild(program)).toBe(0);
    },
  );

  it('stops in order while it still starts', async () => {
    const program = desktop(['--rehearsal']);
    await waitFor('The log', limitMs, () => readIfThere(join(home, 'logs', 'cuelight.log')), program.output);
    expect(await stopChild(program)).toBe(0);
  });

  it('ends by a signal with code 1 while a box says that another program has its home, and lets a second start try', async () => {
    const headless = spawn(['src/main/headless.ts', '--port', '0', '--rehearsal']);
    await waitFor('The headless host', limitMs, () => /ready at/.exec(headless.output()), headless.output);
    const isBoxOpen = (program: SpokenChild) =>
      waitFor('The box', limitMs, () => /box "Cuelight cannot start"/.exec(program.output()), program.output);
    const boxes = { CUELIGHT_STAND_IN_BOXES: 'open' };
    const program = desktop([], boxes);
    await isBoxOpen(program);
    expect(program.output()).toContain('Cuelight is already running at http://127.0.0.1:');
    const second = desktop([], boxes);
    await isBoxOpen(second);
    expect(await stopChild(second)).toBe(1);
    expect(await stopChild(program)).toBe(1);
  });
});
