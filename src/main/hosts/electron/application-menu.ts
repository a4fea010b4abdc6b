import type { MenuItemConstructorOptions } from 'electron';

export interface ApplicationMenuOptions {
  readonly platform: NodeJS.Platform;
  /** A packaged program has no entries for developers. */
  readonly isPackaged: boolean;
  readonly quit: () => void;
}

/** Zooms in by a key that the visible entry does not have, such as the one without Shift. */
const zoomInBy = (accelerator: string): MenuItemConstructorOptions => ({
  role: 'zoomIn',
  accelerator,
  visible: false,
  acceleratorWorksWhenHidden: true,
});

/**
 * Returns the menu of the program. On Windows and Linux it is hidden until a person presses Alt, and its keys
 * always work.
 */
export const applicationMenu = ({
  platform,
  isPackaged,
  quit,
}: ApplicationMenuOptions): MenuItemConstructorOptions[] => {
  const developer: MenuItemConstructorOptions[] = isPackaged
    ? []
    : [{ role: 'reload' }, { role: 'toggleDevTools' }, { type: 'separator' }];
  const program: MenuItemConstructorOptions =
    platform === 'darwin'
      ? { role: 'appMenu' }
      : {
          label: '&Cuelight',
          submenu: [{ label: 'Quit Cuelight', accelerator: 'Control+Q', click: quit }],
        };
  return [
    program,
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        ...developer,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        zoomInBy('CommandOrControl+='),
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ];
};
