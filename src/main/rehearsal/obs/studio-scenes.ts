/** The scenes of the simulated studio and their items. */
import { intents, type StudioEvent } from './obs-protocol.ts';
import { SceneContainers, type SceneItem } from './scene-containers.ts';

type EventData = NonNullable<StudioEvent['data']>;

/** The scenes, with the one on program and the one in preview. Announces each change as OBS does. */
export class StudioScenes {
  readonly #announce: (event: StudioEvent) => void;
  readonly #holders: SceneContainers;
  #current: string;
  #preview: string | null = null;

  constructor(names: readonly string[], announce: (event: StudioEvent) => void) {
    this.#announce = announce;
    this.#holders = new SceneContainers(names);
    this.#current = names[0] ?? '';
  }

  /** Scene names, top first, as the OBS window lists them. */
  get names(): readonly string[] {
    return this.#holders.sceneNames;
  }

  /** The scene on program. */
  get current(): string {
    return this.#current;
  }

  /** The scene in preview in studio mode; null while studio mode is off. */
  get preview(): string | null {
    return this.#preview;
  }

  show(name: string): void {
    if (name === this.#current || !this.names.includes(name)) return;
    this.#current = name;
    this.#announceScene('CurrentProgramSceneChanged', { sceneName: name });
  }

  setPreview(name: string): void {
    if (name === this.#preview) return;
    this.#preview = name;
    this.#announceScene('CurrentPreviewSceneChanged', { sceneName: name });
  }

  setStudioMode(on: boolean): void {
    if (on === (this.#preview !== null)) return;
    this.#preview = on ? this.#current : null;
    const data = { studioModeEnabled: on };
    this.#announce({ type: 'StudioModeStateChanged', intent: intents.ui, data });
  }

  /** Adds an empty scene at the bottom. */
  add(name: string): void {
    this.#holders.addScene(name);
    this.#announceScene('SceneListChanged', { scenes: this.list() });
    this.#announceScene('SceneCreated', { sceneName: name, isGroup: false });
  }

  remove(name: string): void {
    this.removeSource(name);
    this.#holders.removeScene(name);
    this.#announceScene('SceneRemoved', { sceneName: name, isGroup: false });
    this.#announceScene('SceneListChanged', { scenes: this.list() });
    const [first] = this.names;
    if (name === this.#current && first !== undefined) this.show(first);
  }

  rename(from: string, to: string): void {
    this.#holders.rename(from, to);
    this.#holders.renameSource(from, to);
    if (this.#current === from) this.#current = to;
    if (this.#preview === from) this.#preview = to;
    this.#announceScene('SceneNameChanged', { oldSceneName: from, sceneName: to });
  }

  /** Replaces all scenes with new scenes of the standard sources. Announces nothing. */
  replace(names: readonly string[]): void {
    this.#holders.replace(names);
    this.#current = names[0] ?? '';
    this.#preview = this.#preview === null ? null : this.#current;
  }

  /** Returns the scenes in the protocol's format, counted from the bottom. */
  list(): { readonly sceneIndex: number; readonly sceneName: string }[] {
    return this.names.toReversed().map((sceneName, sceneIndex) => ({ sceneIndex, sceneName }));
  }

  /** Returns true for a group, which contains items like a scene but is not a scene. */
  isGroup(name: string): boolean {
    return this.#holders.isGroup(name);
  }

  /** Puts items of a scene into a new group, in their place, as a person does in the OBS window. */
  group(scene: string, name: string, itemIds: readonly number[]): void {
    const inside = this.items(scene).filter(({ id }) => itemIds.includes(id));
    const [first] = inside;
    if (!first) return;
    const at = this.items(scene).indexOf(first);
    this.#holders.addGroup(name, inside);
    for (const item of inside) this.#remove(scene, item);
    this.#announceScene('SceneCreated', { sceneName: name, isGroup: true });
    const id = this.addItem(scene, name, true);
    this.moveItem(scene, id, at);
  }

  /** Returns the items of a scene or a group, bottom first, as the protocol counts them. */
  items(scene: string): readonly SceneItem[] {
    return this.#holders.items(scene);
  }

  addItem(scene: string, source: string, enabled: boolean): number {
    const sceneItemId = this.#holders.addItem(scene, source, enabled);
    const sceneItemIndex = this.items(scene).length - 1;
    const data = { sceneName: scene, sourceName: source, sceneItemId, sceneItemIndex };
    this.#announceItem('SceneItemCreated', data);
    return sceneItemId;
  }

  setEnabled(scene: string, itemId: number, enabled: boolean): void {
    if (!this.#changeItem(scene, itemId, { enabled })) return;
    const data = { sceneName: scene, sceneItemId: itemId, sceneItemEnabled: enabled };
    this.#announceItem('SceneItemEnableStateChanged', data);
  }

  setLocked(scene: string, itemId: number, locked: boolean): void {
    if (!this.#changeItem(scene, itemId, { locked })) return;
    const data = { sceneName: scene, sceneItemId: itemId, sceneItemLocked: locked };
    this.#announceItem('SceneItemLockStateChanged', data);
  }

  /** Moves an item to another position, counted from the bottom. */
  moveItem(scene: string, itemId: number, index: number): void {
    const moved = this.items(scene).find(({ id }) => id === itemId);
    if (!moved) return;
    const others = this.items(scene).filter((item) => item !== moved);
    this.#holders.setItems(scene, others.toSpliced(index, 0, moved));
    const sceneItems = this.items(scene).map(({ id }, sceneItemIndex) => ({
      sceneItemId: id,
      sceneItemIndex,
    }));
    this.#announceItem('SceneItemListReindexed', { sceneName: scene, sceneItems });
  }

  removeItem(scene: string, itemId: number): void {
    const item = this.items(scene).find(({ id }) => id === itemId);
    if (item) this.#remove(scene, item);
  }

  /** Removes every item of a deleted source. */
  removeSource(source: string): void {
    for (const name of this.#holders.names)
      for (const item of this.items(name)) if (item.source === source) this.#remove(name, item);
  }

  renameSource(from: string, to: string): void {
    this.#holders.renameSource(from, to);
  }

  /** Returns true when the change is visible to a person. */
  #changeItem(scene: string, itemId: number, changes: Partial<SceneItem>): boolean {
    const before = this.items(scene).find(({ id }) => id === itemId);
    if (!before) return false;
    const after = { ...before, ...changes };
    this.#holders.setItems(
      scene,
      this.items(scene).map((item) => (item === before ? after : item)),
    );
    return after.enabled !== before.enabled || after.locked !== before.locked;
  }

  #remove(scene: string, item: SceneItem): void {
    this.#holders.setItems(
      scene,
      this.items(scene).filter(({ id }) => id !== item.id),
    );
    const data = { sceneName: scene, sourceName: item.source, sceneItemId: item.id };
    this.#announceItem('SceneItemRemoved', data);
  }

  #announceScene(type: string, data: EventData): void {
    this.#announce({ type, intent: intents.scenes, data });
  }

  #announceItem(type: string, data: EventData): void {
    this.#announce({ type, intent: intents.sceneItems, data });
  }
}
