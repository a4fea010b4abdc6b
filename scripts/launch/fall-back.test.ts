import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runInTerminal } from './child.ts';
import { readDesktopNote, shouldFallBack, type DesktopNote } from './fall-back.ts';

describe('a desktop program that ended', () => {
  it.each<[string, number, boolean, DesktopNote, boolean]>([
    ['before its own code ran', 127, false, null, true],
    ['by a crash of Electron before its own code ran', 133, false, null, true],
    ['in order', 0, false, 'opened', false],
    ['because another one has the home open already', 0, false, null, false],
    ['after it had opened its window', 1, false, 'opened', false],
    ['after it had said why it cannot start', 1, false, 'failed', false],
    ['because somebody stopped it while it started', 143, true, null, false],
    ['because somebody pressed Ctrl+C while it started', 130, true, null, false],
  ])('%s', (_, code, interrupted, note, expected) => {
    expect(shouldFallBack({ code, interrupted }, note)).toBe(expected);
  });

  it('ignores a message that is not ours', () => {
    expect([null, 'opened', {}, { cuelight: 'something' }].map(readDesktopNote)).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(readDesktopNote({ cuelight: 'failed' })).toBe('failed');
  });
});

describe('a program that is run in this terminal', () => {
  const run = async (text: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'cuelight-launch-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const script = join(folder, 'program.mjs');
    writeFileSync(script, text);
    let note: DesktopNote = null;
    const ending = await runInTerminal(process.execPath, [script], {
      root: folder,
      onMessage: (message) => (note = readDesktopNote(message)),
    });
    return { ...ending, note };
  };

  it('reports its progress and its code', async () => {
    const text = "process.send({ cuelight: 'failed' }, () => process.exit(1));";
    expect(await run(text)).toEqual({ code: 1, interrupted: false, note: 'failed' });
  });

  it('counts as interrupted after a stop signal, and not after a crash', async () => {
    expect(await run("process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1_000);")).toEqual({
      code: 143,
      interrupted: true,
      note: null,
    });
    expect(await run("process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1_000);")).toEqual({
      code: 137,
      interrupted: false,
      note: null,
    });
  });
});
