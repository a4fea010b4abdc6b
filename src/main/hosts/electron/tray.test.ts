import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Menu, MenuItemConstructorOptions, NativeImage, Tray } from 'electron';
import { describe, expect, it } from 'vitest';
import { toDisposable } from '#shared/kernel/index.ts';
import { healthLevels, type Verdict } from '#shared/model/index.ts';
import { healthyVerdict } from '#shared/model/testing/healthy-component.ts';
import type { SystemChange } from '#core/system-port.ts';
import { runTray } from './tray.ts';
import { createFake } from './testing/fakes.ts';

const allWell: Verdict = healthyVerdict();

const setUp = () => {
  let verdict = allWell;
  let listener: ((change: SystemChange) => void) | undefined;
  const images: unknown[] = [];
  const tips: string[] = [];
  const menus: MenuItemConstructorOptions[][] = [];
  const pressed: string[] = [];
  let destroyed = false;
  const tray = createFake<Tray>({
    setImage: (image: unknown) => images.push(image),
    setToolTip: (tip: string) => tips.push(tip),
    setContextMenu: (menu: MenuItemConstructorOptions[]) => menus.push(menu),
    destroy: () => {
      destroyed = true;
    },
  });
  const handle = runTray({
    tray,
    buildMenu: (template) => template as unknown as Menu,
    lamp: (level) => level as unknown as NativeImage,
    system: {
      verdict: () => verdict,
      onChange: (added) => {
        listener = added;
        return toDisposable(() => (listener = undefined));
      },
    },
    open: () => pressed.push('open'),
    quit: () => pressed.push('quit'),
  });
  return {
    tray,
    images,
    tips,
    menus,
    pressed,
    handle,
    isListening: () => listener !== undefined,
    isDestroyed: () => destroyed,
    change: (next: Partial<Verdict>) => {
      verdict = { ...verdict, ...next };
      listener?.({ kind: 'verdict' });
    },
  };
};

describe('the tray', () => {
  it('shows the verdict as icon, word and sentence', () => {
    const { images, tips, menus } = setUp();
    expect(images).toEqual(['healthy']);
    expect(tips).toEqual(['Cuelight: Healthy: Everything is healthy']);
    expect(menus[0]?.map((item) => item.label ?? item.type)).toEqual([
      'Healthy: Everything is healthy',
      'separator',
      'Open Cuelight',
      'Quit',
    ]);
  });

  it('follows the verdict, and does nothing without a change', () => {
    const { change, images, tips } = setUp();
    change({ level: 'unhealthy', headline: 'Twitch rejected the sign-in' });
    change({});
    expect(images).toEqual(['healthy', 'unhealthy']);
    expect(tips.at(-1)).toBe('Cuelight: Down: Twitch rejected the sign-in');
    expect(tips).toHaveLength(2);
  });

  it('opens and quits', () => {
    const { tray, menus, pressed } = setUp();
    tray.emit('click');
    const item = (label: string): (() => void) | undefined =>
      menus[0]?.find((each) => each.label === label)?.click as (() => void) | undefined;
    item('Open Cuelight')?.();
    item('Quit')?.();
    expect(pressed).toEqual(['open', 'open', 'quit']);
  });

  it('is removed and stops listening on disposal', () => {
    const { handle, isListening, isDestroyed } = setUp();
    handle[Symbol.dispose]();
    expect(isListening()).toBe(false);
    expect(isDestroyed()).toBe(true);
  });

  it.each(healthLevels)('has an icon for %s in both sizes', (level) => {
    const folder = resolve(import.meta.dirname, '../../../../resources/tray');
    expect(existsSync(`${folder}/${level}.png`)).toBe(true);
    expect(existsSync(`${folder}/${level}@2x.png`)).toBe(true);
  });
});
