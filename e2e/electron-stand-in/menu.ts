import type { InputEvent, KeyboardInputEvent, MenuItemConstructorOptions } from 'electron';
import { onlyWhatIsOffered } from './strictness.ts';

/** The names of the modifiers in accelerators and in input events, on Linux and Windows. */
const modifiers: ReadonlyMap<string, number> = new Map([
  ['alt', 1],
  ['control', 2],
  ['ctrl', 2],
  ['commandorcontrol', 2],
  ['cmdorctrl', 2],
  ['meta', 4],
  ['super', 4],
  ['shift', 8],
]);

/** Returns the held modifiers as Chromium's debugger counts them. Other names count nothing. */
export const heldModifiers = (names: readonly string[]): number =>
  names.reduce((held, name) => held | (modifiers.get(name.toLowerCase()) ?? 0), 0);

export interface StandInMenu {
  readonly items: readonly MenuItemConstructorOptions[];
}

/** A pressed key, as `sendInputEvent` gets it. */
export type PressedKey = Pick<KeyboardInputEvent, 'keyCode'> & Pick<InputEvent, 'modifiers'>;

/** Returns true for an item whose accelerator is the pressed key. */
const isPressed = ({ accelerator }: MenuItemConstructorOptions, key: PressedKey): boolean => {
  const parts = accelerator?.split('+') ?? [];
  const [name = ''] = parts.slice(-1);
  return (
    name !== '' &&
    name.toLowerCase() === key.keyCode.toLowerCase() &&
    heldModifiers(parts.slice(0, -1)) === heldModifiers(key.modifiers ?? [])
  );
};

const itemsIn = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? itemsIn(item.submenu) : [])]);

/** Keeps the menu of the program, whose keys work although no panel shows it. Roles do nothing. */
export class StandInMenus {
  #application: StandInMenu | null = null;
  /** The module `Menu` as the program gets it. */
  readonly module = onlyWhatIsOffered('Menu', {
    buildFromTemplate: (template: MenuItemConstructorOptions[]): StandInMenu => ({ items: template }),
    setApplicationMenu: (menu: StandInMenu | null) => {
      this.#application = menu;
    },
  });

  /** Clicks the item of the pressed key, if there is one. */
  press(key: PressedKey): void {
    const item = itemsIn(this.#application?.items ?? []).find((each) => isPressed(each, key));
    // No item of the program reads what Electron passes.
    if (item?.click) Reflect.apply(item.click, undefined, []);
  }
}
