import { expect, it } from 'vitest';
import { StandInMenus, type PressedKey } from './menu.ts';

const pressedItems = (...keys: readonly PressedKey[]): string[] => {
  const clicked: string[] = [];
  const menus = new StandInMenus();
  const item = (label: string, accelerator: string) => ({
    label,
    accelerator,
    click: () => void clicked.push(label),
  });
  menus.module.setApplicationMenu(
    menus.module.buildFromTemplate([
      { role: 'editMenu' },
      { label: 'Program', submenu: [item('Quit', 'Control+Q'), item('Other', 'CommandOrControl+Shift+o')] },
    ]),
  );
  for (const key of keys) menus.press(key);
  return clicked;
};

it('clicks the item whose accelerator is pressed', () => {
  expect(
    pressedItems(
      { keyCode: 'Q', modifiers: ['control'] },
      { keyCode: 'O', modifiers: ['shift', 'ctrl', 'capslock'] },
    ),
  ).toEqual(['Quit', 'Other']);
});

it('clicks nothing for another key, or with other modifiers', () => {
  expect(
    pressedItems(
      { keyCode: 'Q' },
      { keyCode: 'Q', modifiers: ['control', 'alt'] },
      { keyCode: 'W', modifiers: ['control'] },
    ),
  ).toEqual([]);
});

it('clicks nothing without a menu', () => {
  const menus = new StandInMenus();
  expect(() => menus.press({ keyCode: 'Q', modifiers: ['control'] })).not.toThrow();
});
