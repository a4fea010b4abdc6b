import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { aboutShell, expect, patience, shareShell, startOwnShell, test } from '../harness/shell-test.ts';
import type { Shell, ShellOptions } from '../harness/shell.ts';

const folder = mkdtempSync(join(tmpdir(), 'cuelight-desktop-'));

/** A desktop that says of itself whether it shows tray icons, in place of the one that runs the specs. */
const desktop = (hasTrayArea: boolean): ShellOptions => {
  const programs = join(folder, hasTrayArea ? 'with' : 'without');
  const answer = hasTrayArea
    ? 'echo "b true"'
    : 'echo "Call failed: The name is not provided by any .service files" >&2; exit 1';
  rmSync(programs, { recursive: true, force: true });
  writeProgram(programs, 'busctl', answer);
  return {
    env: {
      PATH: `${programs}${delimiter}${process.env['PATH'] ?? ''}`,
      // The program asks nobody where there is no bus.
      DBUS_SESSION_BUS_ADDRESS: process.env['DBUS_SESSION_BUS_ADDRESS'] ?? 'unix:path=/nonexistent',
    },
  };
};

const writeProgram = (programs: string, name: string, script: string): void => {
  mkdirSync(programs, { recursive: true });
  const file = join(programs, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
};

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const windowCount = (shell: Shell): Promise<number> =>
  shell.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

const closeWindow = (shell: Shell): Promise<void> =>
  shell.inMain(({ BrowserWindow }) => void BrowserWindow.getAllWindows()[0]?.close());

/** Answers every box of the program with this button, and counts the boxes. */
const answerBoxes = (shell: Shell, response: number): Promise<void> =>
  shell.inMain(({ dialog }, button) => {
    Reflect.set(globalThis, 'boxes', 0);
    dialog.showMessageBox = () => {
      Reflect.set(globalThis, 'boxes', Number(Reflect.get(globalThis, 'boxes')) + 1);
      return Promise.resolve({ response: button, checkboxChecked: false });
    };
  }, response);

const boxCount = (shell: Shell): Promise<number> =>
  shell.inMain(() => Number(Reflect.get(globalThis, 'boxes')));

test.describe('on a desktop without a tray area', aboutShell, () => {
  test.setTimeout(180_000);
  const shared = shareShell(desktop(false));

  test('a wake of the machine is an event, and the program goes on', async () => {
    const shell = shared();
    const page = await shell.window();
    await shell.inMain(({ powerMonitor }) => void powerMonitor.emit('suspend'));
    await shell.inMain(({ powerMonitor }) => void powerMonitor.emit('resume'));
    await page
      .getByRole('navigation', { name: 'Pages' })
      .getByRole('link', { name: 'Events' })
      .first()
      .click();
    await page.getByRole('main').getByPlaceholder('Search all events').fill('woke up');
    await expect(page.getByText(/The machine woke up/).first()).toBeVisible(patience);
  });

  test('closing the window asks, and can be cancelled', async () => {
    const shell = shared();
    await answerBoxes(shell, 2);
    await closeWindow(shell);
    await expect.poll(() => boxCount(shell), patience).toBe(1);
    expect(await windowCount(shell)).toBe(1);
  });

  test('the program can be kept running without its window, and a second start opens it', async () => {
    const shell = shared();
    await answerBoxes(shell, 1);
    await closeWindow(shell);
    await expect.poll(() => windowCount(shell), patience).toBe(0);
    await using second = startOwnShell({ home: shell.home, beside: true });
    expect(await second.ended).toBe(0);
    await expect.poll(() => windowCount(shell), patience).toBe(1);
    await shell.window();
  });

  test('Ctrl+Q quits with code 0', async () => {
    const shell = shared();
    await shell.window();
    await shell
      .inMain(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.sendInputEvent({
          type: 'keyDown',
          keyCode: 'Q',
          modifiers: ['control'],
        }),
      )
      .catch(() => undefined);
    expect(await shell.ended).toBe(0);
  });
});

test.describe('on a desktop with a tray area', aboutShell, () => {
  test.setTimeout(180_000);

  test('closing the window keeps the program, without a question', async () => {
    await using shell = startOwnShell(desktop(true));
    await shell.window();
    await answerBoxes(shell, 0);
    await closeWindow(shell);
    await expect.poll(() => windowCount(shell), patience).toBe(0);
    expect(await boxCount(shell)).toBe(0);
    expect(shell.hasEnded()).toBe(false);
    expect(await shell.stop()).toBe(0);
  });
});
