import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rectangle } from 'electron/main';
import { makeHome, readIfThere } from '../harness/program.ts';
import { aboutShell, expect, patience, startOwnShell, test } from '../harness/shell-test.ts';
import type { Shell } from '../harness/shell.ts';

const boundsOf = (shell: Shell): Promise<Rectangle | undefined> =>
  shell.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());

/** The saved state; null before there is one. */
const readSaved = (file: string): { readonly bounds: Rectangle } | null => {
  const text = readIfThere(file);
  return text === null ? null : JSON.parse(text);
};

const whenShown = async (shell: Shell): Promise<void> => {
  await shell.window();
  await expect
    .poll(() => shell.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()), patience)
    .toBe(true);
};

test.describe('the place of the window', aboutShell, () => {
  test.setTimeout(240_000);

  test('is kept over a restart, and left when its screen is gone', async () => {
    const home = makeHome();
    const file = join(home.path, 'window.json');
    try {
      const wanted = { width: 1_010, height: 640 };
      await test.step('a person moves and resizes it, and quits', async () => {
        await using shell = startOwnShell({ home: home.path });
        await whenShown(shell);
        await shell.inMain(
          ({ BrowserWindow }, size) =>
            BrowserWindow.getAllWindows()[0]?.setBounds({ x: 120, y: 90, ...size }),
          wanted,
        );
        await expect.poll(() => boundsOf(shell), patience).toMatchObject(wanted);
        await expect.poll(() => readSaved(file), patience).toMatchObject({ bounds: wanted });
        expect(await shell.stop()).toBe(0);
      });
      const saved = readSaved(file);
      if (!saved) throw new Error('The program saved no place for its window.');
      await test.step('it opens there again', async () => {
        await using shell = startOwnShell({ home: home.path });
        await whenShown(shell);
        expect(await boundsOf(shell)).toMatchObject(wanted);
        const { x = 0, y = 0 } = (await boundsOf(shell)) ?? {};
        // A window manager may count its frame in, once.
        expect(Math.abs(x - saved.bounds.x)).toBeLessThanOrEqual(40);
        expect(Math.abs(y - saved.bounds.y)).toBeLessThanOrEqual(40);
        expect(await shell.stop()).toBe(0);
      });
      writeFileSync(file, JSON.stringify({ ...saved, bounds: { ...saved.bounds, x: 9_000, y: -7_000 } }));
      await test.step('it opens on a screen that is there', async () => {
        await using shell = startOwnShell({ home: home.path });
        await whenShown(shell);
        const area = await shell.inMain(({ screen }) => screen.getPrimaryDisplay().workArea);
        const bounds = await boundsOf(shell);
        expect(bounds).toMatchObject(wanted);
        expect(bounds?.x).toBeGreaterThanOrEqual(area.x);
        expect((bounds?.x ?? 0) + wanted.width).toBeLessThanOrEqual(area.x + area.width);
        expect(bounds?.y).toBeGreaterThanOrEqual(area.y);
        expect((bounds?.y ?? 0) + wanted.height).toBeLessThanOrEqual(area.y + area.height);
        expect(await shell.stop()).toBe(0);
      });
    } finally {
      home.remove();
    }
  });
});
