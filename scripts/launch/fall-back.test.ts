import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runInTerminal, type Ending } from './child.ts';
import { nextStep, readDesktopNote, runDesktop, type DesktopNote, type NextStep } from './fall-back.ts';

const note = (cuelight: 'opened' | 'failed' | 'handed-over' | 'stopping'): DesktopNote => ({ cuelight });
const restart: DesktopNote = { cuelight: 'restart', args: ['.', '--live'] };

describe('a desktop program that ended', () => {
  it.each<[string, number, boolean, DesktopNote[], NextStep['kind']]>([
    ['before its own code ran', 127, false, [], 'fall-back'],
    ['by a crash of Electron before its own code ran', 133, false, [], 'fall-back'],
    ['with code 0 before its own code ran', 0, false, [], 'fall-back'],
    ['in order', 0, false, [note('opened'), note('stopping')], 'exit'],
    ['because another one has the home open already', 0, false, [note('handed-over')], 'exit'],
    ['by a crash after it had opened its window', 133, false, [note('opened')], 'exit'],
    ['after it had said why it cannot start', 1, false, [note('failed')], 'exit'],
    ['because it was told to stop while it started', 0, false, [note('stopping')], 'exit'],
    ['because somebody stopped it while it started', 143, true, [], 'exit'],
    ['because somebody pressed Ctrl+C while it started', 130, true, [], 'exit'],
    ['to switch its mode', 0, false, [note('opened'), restart, note('stopping')], 'restart'],
    [
      'to switch its mode, with a component that did not stop',
      1,
      false,
      [note('opened'), restart],
      'restart',
    ],
    ['by Ctrl+C while it switched its mode', 0, true, [note('opened'), restart], 'exit'],
  ])('%s', (_, code, interrupted, notes, expected) => {
    expect(nextStep({ code, interrupted }, notes).kind).toBe(expected);
  });

  it('restarts with the arguments that it asked for', () => {
    expect(nextStep({ code: 0, interrupted: false }, [note('opened'), restart])).toEqual({
      kind: 'restart',
      args: ['.', '--live'],
    });
  });

  it('ignores a message that is not ours', () => {
    const others = [null, 'opened', {}, { cuelight: 'something' }, { cuelight: 'restart', args: [1] }];
    expect(others.map(readDesktopNote)).toEqual(others.map(() => null));
    expect(readDesktopNote({ cuelight: 'failed' })).toEqual({ cuelight: 'failed' });
  });
});

describe('running the desktop program', () => {
  const run = async (...endings: readonly [Ending, ...DesktopNote[]][]) => {
    const started: (readonly string[])[] = [];
    const ending = await runDesktop(['.', '--rehearsal'], (args, tell) => {
      const [end, ...notes] = endings[started.length] ?? [{ code: 1, interrupted: false }];
      started.push(args);
      for (const each of notes) tell(each);
      return Promise.resolve(end);
    });
    return { started, ending };
  };
  const inOrder: Ending = { code: 0, interrupted: false };

  it('follows it through a switch of its mode, and returns the last code', async () => {
    expect(
      await run([inOrder, note('opened'), restart], [{ code: 3, interrupted: false }, note('opened')]),
    ).toEqual({
      started: [
        ['.', '--rehearsal'],
        ['.', '--live'],
      ],
      ending: { code: 3, opens: true },
    });
  });

  it('reports that it never opened', async () => {
    expect((await run([{ code: 133, interrupted: false }])).ending).toEqual({ code: 133, opens: false });
  });
});

describe('a program that is run in this terminal', () => {
  const run = async (text: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'cuelight-launch-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const script = join(folder, 'program.mjs');
    writeFileSync(script, text);
    let told: DesktopNote | null = null;
    const ending = await runInTerminal(process.execPath, [script], {
      root: folder,
      onMessage: (message) => (told = readDesktopNote(message)),
    });
    return { ...ending, note: told };
  };

  it('reports its progress and its code', async () => {
    const text = "process.send({ cuelight: 'failed' }, () => process.exit(1));";
    expect(await run(text)).toEqual({ code: 1, interrupted: false, note: { cuelight: 'failed' } });
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
