import { sceneInputs } from './studio-inputs.ts';

export interface SceneItem {
  readonly id: number;
  readonly source: string;
  readonly enabled: boolean;
  readonly locked: boolean;
}

/** A scene or a group. Both contain items. */
interface ItemContainer {
  readonly name: string;
  /** The items, bottom first. */
  readonly items: readonly SceneItem[];
  readonly lastItemId: number;
}

const standardScene = (name: string): ItemContainer => ({
  name,
  items: sceneInputs.map((source, index) => ({ id: index + 1, source, enabled: true, locked: false })),
  lastItemId: sceneInputs.length,
});

/** The scenes and groups of the simulated studio, with their items. Announces nothing. */
export class SceneContainers {
  #scenes: readonly ItemContainer[];
  #groups: readonly ItemContainer[] = [];

  /** Creates scenes with these names, each with the standard sources. */
  constructor(names: readonly string[]) {
    this.#scenes = names.map(standardScene);
  }

  /** Returns the scene names, top first. */
  get sceneNames(): readonly string[] {
    return this.#scenes.map(({ name }) => name);
  }

  get names(): readonly string[] {
    return this.#all.map(({ name }) => name);
  }

  isGroup(name: string): boolean {
    return this.#groups.some((group) => group.name === name);
  }

  items(name: string): readonly SceneItem[] {
    return this.#find(name)?.items ?? [];
  }

  /** Replaces all scenes and groups with new scenes of the standard sources. */
  replace(names: readonly string[]): void {
    this.#scenes = names.map(standardScene);
    this.#groups = [];
  }

  /** Adds an empty scene at the bottom. */
  addScene(name: string): void {
    this.#scenes = [...this.#scenes, { name, items: [], lastItemId: 0 }];
  }

  removeScene(name: string): void {
    this.#scenes = this.#scenes.filter((scene) => scene.name !== name);
  }

  rename(from: string, to: string): void {
    this.#change(from, () => ({ name: to }));
  }

  addGroup(name: string, items: readonly SceneItem[]): void {
    const own = items.map((item, index) => ({ ...item, id: index + 1 }));
    this.#groups = [...this.#groups, { name, items: own, lastItemId: own.length }];
  }

  /** Adds an item on top and returns its id. */
  addItem(holder: string, source: string, enabled: boolean): number {
    const id = (this.#find(holder)?.lastItemId ?? 0) + 1;
    this.#change(holder, ({ items }) => ({
      items: [...items, { id, source, enabled, locked: false }],
      lastItemId: id,
    }));
    return id;
  }

  setItems(holder: string, items: readonly SceneItem[]): void {
    this.#change(holder, () => ({ items }));
  }

  renameSource(from: string, to: string): void {
    const renamed = (holder: ItemContainer): ItemContainer => ({
      ...holder,
      items: holder.items.map((item) => (item.source === from ? { ...item, source: to } : item)),
    });
    this.#scenes = this.#scenes.map(renamed);
    this.#groups = this.#groups.map(renamed);
  }

  get #all(): readonly ItemContainer[] {
    return [...this.#scenes, ...this.#groups];
  }

  #find(name: string): ItemContainer | undefined {
    return this.#all.find((holder) => holder.name === name);
  }

  #change(name: string, changes: (holder: ItemContainer) => Partial<ItemContainer>): void {
    const changed = (holder: ItemContainer): ItemContainer =>
      holder.name === name ? { ...holder, ...changes(holder) } : holder;
    this.#scenes = this.#scenes.map(changed);
    this.#groups = this.#groups.map(changed);
  }
}
