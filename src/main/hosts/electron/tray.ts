import type { Menu, MenuItemConstructorOptions, NativeImage, Tray } from 'electron';
import { fenceSentence, toDisposable } from '#shared/kernel/index.ts';
import {
  levelWords,
  problemCount,
  problemCountWords,
  type HealthLevel,
  type Verdict,
} from '#shared/model/index.ts';
import type { SystemPort } from '#core/system-port.ts';

/**
 * Returns the tray's tooltip and first menu line: the number of problems or the level's word, then the
 * verdict.
 */
export const trayLine = (verdict: Verdict): string => {
  const count = problemCount(verdict);
  return `${count === 0 ? levelWords[verdict.level] : problemCountWords(count)}: ${fenceSentence(verdict.headline || verdict.sentence)}`;
};

export interface TrayOptions {
  readonly tray: Tray;
  readonly buildMenu: (template: MenuItemConstructorOptions[]) => Menu;
  /** Returns the icon of a level. */
  readonly lamp: (level: HealthLevel) => NativeImage;
  readonly system: Pick<SystemPort, 'verdict' | 'onChange'>;
  readonly open: () => void;
  readonly quit: () => void;
}

/** Shows the overall health in the tray, with a menu to open the window or quit. Follows the verdict. */
export const runTray = (options: TrayOptions): Disposable => {
  const { tray, system } = options;
  let shownLevel: HealthLevel | undefined;
  let shownLine: string | undefined;

  const update = (): void => {
    const verdict = system.verdict();
    const line = trayLine(verdict);
    if (verdict.level !== shownLevel) tray.setImage(options.lamp(verdict.level));
    if (line !== shownLine) {
      tray.setToolTip(`Cuelight: ${line}`);
      tray.setContextMenu(
        options.buildMenu([
          { label: line, enabled: false },
          { type: 'separator' },
          { label: 'Open Cuelight', click: options.open },
          { label: 'Quit', click: options.quit },
        ]),
      );
    }
    shownLevel = verdict.level;
    shownLine = line;
  };

  tray.on('click', options.open);
  const listening = system.onChange((change) => {
    if (change.kind === 'verdict') update();
  });
  update();
  return toDisposable(() => {
    listening[Symbol.dispose]();
    tray.destroy();
  });
};
