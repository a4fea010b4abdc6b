import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { applicationMenu } from './application-menu.ts';

const entriesOf = (platform: NodeJS.Platform, isPackaged: boolean, quit = (): void => undefined) =>
  applicationMenu({ platform, isPackaged, quit }).flatMap((menu): MenuItemConstructorOptions[] =>
    Array.isArray(menu.submenu) ? menu.submenu : [menu],
  );
const roles = (entries: readonly MenuItemConstructorOptions[]) => entries.map(({ role }) => role);

describe('the application menu', () => {
  it.each(['linux', 'win32'] as const)('quits by Ctrl+Q on %s, packaged or not', (platform) => {
    for (const isPackaged of [true, false]) {
      let quits = 0;
      const entry = entriesOf(platform, isPackaged, () => (quits += 1)).find(
        ({ accelerator }) => accelerator === 'Control+Q',
      );
      expect(entry?.label).toBe('Quit Cuelight');
      (entry?.click as (() => void) | undefined)?.();
      expect(quits).toBe(1);
    }
  });

  it('has the system’s own program menu on macOS, which quits by Command+Q', () => {
    expect(roles(entriesOf('darwin', true))).toContain('appMenu');
  });

  it('zooms, edits, and closes and minimises the window', () => {
    expect(roles(entriesOf('linux', true))).toEqual(
      expect.arrayContaining([
        'editMenu',
        'resetZoom',
        'zoomIn',
        'zoomOut',
        'togglefullscreen',
        'windowMenu',
      ]),
    );
    expect(entriesOf('linux', true)).toContainEqual(
      expect.objectContaining({ role: 'zoomIn', accelerator: 'CommandOrControl+=', visible: false }),
    );
  });

  it('reloads and opens the developer tools only when it is not packaged', () => {
    const forDevelopers = ['reload', 'forceReload', 'toggleDevTools', 'viewMenu'];
    expect(roles(entriesOf('linux', false))).toEqual(expect.arrayContaining(['reload', 'toggleDevTools']));
    expect(roles(entriesOf('linux', true)).filter((role) => forDevelopers.includes(role ?? ''))).toEqual([]);
  });
});
