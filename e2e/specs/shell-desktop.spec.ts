import { delimiter, join } from 'node:path';
import { root } from '../harness/program.ts';
import { aboutShell, expect, patience, shareShell, startOwnShell, test } from '../harness/shell-test.ts';
import type { Shell, ShellOptions } from '../harness/shell.ts';

/** A desktop whose session bus says that it shows tray icons or that it doesn't, on every machine. */
const desktop = (name: 'with-tray-area' | 'without-tray-area'): ShellOptions => ({
  env: {
    PATH: `${join(root, 'e2e/desktops', name)}${delimiter}${process.env['PATH'] ?? ''}`,
    // Without an address, the program asks nobody.
    DBUS_SESSION_BUS_ADDRESS: process.env['DBUS_SESSION_BUS_ADDRESS'] ?? 'unix:path=/nonexistent',
  },
});

/** The buttons of the question at closing. */
const buttons = { quit: 0, keep: 1, cancel: 2 } as const;

const windowCount = (shell: Shell): Promise<number> =>
  shell.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

/** Closes the window as a person does. The program may end before it answers. */
const closeWindow = (shell: Shell): Promise<void> =>
  shell.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => undefined);

/** Answers every box of the program with this button, and counts the boxes from now on. */
const answerBoxes = (shell: Shell, button: keyof typeof buttons): Promise<void> =>
  shell.inMain(({ dialog }, response) => {
    Reflect.set(globalThis, 'boxes', 0);
    dialog.showMessageBox = () => {
      Reflect.set(globalThis, 'boxes', Number(Reflect.get(globalThis, 'boxes')) + 1);
      return Promise.resolve({ response, checkboxChecked: false });
    };
  }, buttons[button]);

const boxCount = (shell: Shell): Promise<number> =>
  shell.inMain(() => Number(Reflect.get(globalThis, 'boxes')));

const expectConnected = async (shell: Shell): Promise<void> => {
  const region = (await shell.window()).getByRole('region', { name: 'Rehearsal', exact: true });
  await expect(region).toBeVisible(patience);
};

test.describe('the program on a desktop without a tray area', aboutShell, () => {
  test.setTimeout(240_000);
  test.skip(process.platform !== 'linux', 'other systems always have a tray area or a dock');
  const shared = shareShell(desktop('without-tray-area'));

  test('goes on after the machine slept, and records that it woke up', async () => {
    const shell = shared();
    await shell.inMain(({ powerMonitor }) => void powerMonitor.emit('suspend'));
    await shell.inMain(({ powerMonitor }) => void powerMonitor.emit('resume'));
    const page = await shell.window();
    const pages = page.getByRole('navigation', { name: 'Pages' });
    await pages.getByRole('link', { name: 'Events' }).first().click(patience);
    await page.getByRole('main').getByPlaceholder('Search all events').fill('woke up', patience);
    await expect(page.getByText(/Checking all components now: the machine woke up/).first()).toBeVisible(
      patience,
    );
  });

  test('asks before its window closes, and keeps it after Cancel', async () => {
    const shell = shared();
    await answerBoxes(shell, 'cancel');
    for (const asked of [1, 2]) {
      await closeWindow(shell);
      await expect.poll(() => boxCount(shell), patience).toBe(asked);
    }
    expect(await windowCount(shell)).toBe(1);
    await expectConnected(shell);
  });

  test('runs without a window after Keep running, and opens one for two requests at once', async () => {
    const shell = shared();
    await answerBoxes(shell, 'keep');
    await closeWindow(shell);
    await expect.poll(() => windowCount(shell), patience).toBe(0);
    expect(await boxCount(shell)).toBe(1);
    expect(shell.hasEnded()).toBe(false);
    await shell.inMain(({ app }) => {
      app.emit('second-instance');
      app.emit('second-instance');
    });
    await expect.poll(() => windowCount(shell), patience).toBeGreaterThan(0);
    await expectConnected(shell);
    expect(await windowCount(shell)).toBe(1);
  });

  test('quits with code 0 by Ctrl+Q', async () => {
    const shell = shared();
    await expectConnected(shell);
    await shell.detach();
    await shell.inMain(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.focus();
      window?.webContents.sendInputEvent({ type: 'keyDown', keyCode: 'Q', modifiers: ['control'] });
    });
    expect(await shell.ended).toBe(0);
  });

  test('quits with code 0 when a person closes its window and says so', async () => {
    await using shell = startOwnShell(desktop('without-tray-area'));
    await expectConnected(shell);
    await answerBoxes(shell, 'quit');
    await shell.detach();
    await closeWindow(shell);
    expect(await shell.ended).toBe(0);
  });
});

test.describe('the program on a desktop with a tray area', aboutShell, () => {
  test.setTimeout(240_000);

  test('keeps running without a question when its window closes, and quits with code 0', async () => {
    await using shell = startOwnShell(desktop('with-tray-area'));
    await expectConnected(shell);
    await answerBoxes(shell, 'quit');
    await closeWindow(shell);
    await expect.poll(() => windowCount(shell), patience).toBe(0);
    expect(await boxCount(shell)).toBe(0);
    expect(shell.hasEnded()).toBe(false);
    expect(await shell.stop()).toBe(0);
  });
});
