/** The scenes of the pretended studio and what they are made of. */
import { intents, type StudioEvent } from './protocol.ts';
import { sceneInputs } from './studio-inputs.ts';

export interface SceneItem {
  readonly id: number;
  readonly source: string;
  readonly enabled: boolean;
  readonly locked: boolean;
}

export interface StudioScenes {
  /** Top first, as the window of OBS lists them. */
  readonly names: readonly string[];
  /** On program. */
  readonly current: string;
  /** What is edited in studio mode; null while that is off. */
  readonly preview: string | null;
  show(name: string): void;
  setPreview(name: string): void;
  setStudioMode(on: boolean): void;
  /** An empty scene, at the bottom. */
  add(name: string): void;
  remove(name: string): void;
  rename(from: string, to: string): void;
  /** Everything else instead, each scene made of the usual sources. Announces nothing. */
  replace(names: readonly string[]): void;
  /** The protocol's form of the scenes, counted from the bottom. */
  list(): { readonly sceneIndex: number; readonly sceneName: string }[];
  /** True for a group, which holds items as a scene does and is no scene. */
  isGroup(name: string): boolean;
  /** Puts items of a scene into a new group, in their place, as a person does in the window of OBS. */
  group(scene: string, name: string, itemIds: readonly number[]): void;
  /** Bottom first, as the protocol counts them; of a scene or a group. */
  items(scene: string): readonly SceneItem[];
  addItem(scene: string, source: string, enabled: boolean): number;
  setEnabled(scene: string, itemId: number, enabled: boolean): void;
  setLocked(scene: string, itemId: number, locked: boolean): void;
  /** Puts an item at another place, counted from the bottom. */
  moveItem(scene: string, itemId: number, index: number): void;
  removeItem(scene: string, itemId: number): void;
  /** A source went, or goes by another name. */
  removeSource(source: string): void;
  renameSource(from: string, to: string): void;
}

interface Scene {
  readonly name: string;
  readonly items: readonly SceneItem[];
  readonly lastItemId: number;
}

const emptyScene = (name: string): Scene => ({ name, items: [], lastItemId: 0 });
const furnishedScene = (name: string): Scene => ({
  name,
  items: sceneInputs.map((source, index) => ({ id: index + 1, source, enabled: true, locked: false })),
  lastItemId: sceneInputs.length,
});

export const createStudioScenes = (
  first: readonly string[],
  announce: (event: StudioEvent) => void,
): StudioScenes => {
  let scenes: readonly Scene[] = first.map(furnishedScene);
  let current = scenes[0]?.name ?? '';
  let preview: string | null = null;

  const has = (name: string): boolean => scenes.some((scene) => scene.name === name);
  const tell = (type: string, data: NonNullable<StudioEvent['data']>): void =>
    announce({ type, intent: intents.scenes, data });
  const tellOfItems = (type: string, data: NonNullable<StudioEvent['data']>): void =>
    announce({ type, intent: intents.sceneItems, data });
  let groups: readonly Scene[] = [];
  const changeHolder = (name: string, changes: (holder: Scene) => Partial<Scene>): void => {
    const changed = (holder: Scene): Scene =>
      holder.name === name ? { ...holder, ...changes(holder) } : holder;
    scenes = scenes.map(changed);
    groups = groups.map(changed);
  };
  const list: StudioScenes['list'] = () =>
    scenes.toReversed().map(({ name }, sceneIndex) => ({ sceneIndex, sceneName: name }));
  const items = (name: string): readonly SceneItem[] =>
    [...scenes, ...groups].find((holder) => holder.name === name)?.items ?? [];

  const show = (name: string): void => {
    if (name === current || !has(name)) return;
    current = name;
    tell('CurrentProgramSceneChanged', { sceneName: name });
  };
  /** Changes one item, and tells when that made a difference. */
  const changeItem = (scene: string, itemId: number, changes: Partial<SceneItem>): boolean => {
    const before = items(scene).find(({ id }) => id === itemId);
    if (!before) return false;
    const after = { ...before, ...changes };
    changeHolder(scene, (each) => ({ items: each.items.map((item) => (item === before ? after : item)) }));
    return after.enabled !== before.enabled || after.locked !== before.locked;
  };
  const removeItem = (scene: string, item: SceneItem): void => {
    changeHolder(scene, (each) => ({ items: each.items.filter(({ id }) => id !== item.id) }));
    tellOfItems('SceneItemRemoved', { sceneName: scene, sourceName: item.source, sceneItemId: item.id });
  };

  const addItem: StudioScenes['addItem'] = (scene, source, enabled) => {
    const id = ([...scenes, ...groups].find(({ name }) => name === scene)?.lastItemId ?? 0) + 1;
    changeHolder(scene, (each) => ({
      items: [...each.items, { id, source, enabled, locked: false }],
      lastItemId: id,
    }));
    const sceneItemIndex = items(scene).length - 1;
    tellOfItems('SceneItemCreated', {
      sceneName: scene,
      sourceName: source,
      sceneItemId: id,
      sceneItemIndex,
    });
    return id;
  };
  const moveItem: StudioScenes['moveItem'] = (scene, itemId, index) => {
    const moved = items(scene).find(({ id }) => id === itemId);
    if (!moved) return;
    const others = items(scene).filter((item) => item !== moved);
    changeHolder(scene, () => ({ items: others.toSpliced(index, 0, moved) }));
    const sceneItems = items(scene).map(({ id }, sceneItemIndex) => ({ sceneItemId: id, sceneItemIndex }));
    tellOfItems('SceneItemListReindexed', { sceneName: scene, sceneItems });
  };
  const renameItems = (from: string, to: string): void => {
    const renamed = (holder: Scene): Scene => ({
      ...holder,
      items: holder.items.map((item) => (item.source === from ? { ...item, source: to } : item)),
    });
    scenes = scenes.map(renamed);
    groups = groups.map(renamed);
  };

  return {
    get names() {
      return scenes.map(({ name }) => name);
    },
    get current() {
      return current;
    },
    get preview() {
      return preview;
    },
    show,
    setPreview: (name) => {
      if (name === preview) return;
      preview = name;
      tell('CurrentPreviewSceneChanged', { sceneName: name });
    },
    setStudioMode: (on) => {
      if (on === (preview !== null)) return;
      preview = on ? current : null;
      announce({ type: 'StudioModeStateChanged', intent: intents.ui, data: { studioModeEnabled: on } });
    },
    add: (name) => {
      scenes = [...scenes, emptyScene(name)];
      tell('SceneListChanged', { scenes: list() });
      tell('SceneCreated', { sceneName: name, isGroup: false });
    },
    remove: (name) => {
      for (const holder of [...scenes, ...groups])
        for (const item of items(holder.name)) if (item.source === name) removeItem(holder.name, item);
      scenes = scenes.filter((scene) => scene.name !== name);
      tell('SceneRemoved', { sceneName: name, isGroup: false });
      tell('SceneListChanged', { scenes: list() });
      if (name === current && scenes[0] !== undefined) show(scenes[0].name);
    },
    rename: (from, to) => {
      changeHolder(from, () => ({ name: to }));
      renameItems(from, to);
      if (current === from) current = to;
      if (preview === from) preview = to;
      tell('SceneNameChanged', { oldSceneName: from, sceneName: to });
    },
    replace: (names) => {
      scenes = names.map(furnishedScene);
      groups = [];
      current = names[0] ?? '';
      preview = preview === null ? null : current;
    },
    list,
    isGroup: (name) => groups.some((group) => group.name === name),
    group: (scene, name, itemIds) => {
      const inside = items(scene).filter(({ id }) => itemIds.includes(id));
      const [first] = inside;
      if (!first) return;
      const at = items(scene).indexOf(first);
      groups = [
        ...groups,
        {
          name,
          items: inside.map((item, index) => ({ ...item, id: index + 1 })),
          lastItemId: inside.length,
        },
      ];
      for (const item of inside) removeItem(scene, item);
      tell('SceneCreated', { sceneName: name, isGroup: true });
      const id = addItem(scene, name, true);
      moveItem(scene, id, at);
    },
    items,
    addItem,
    setEnabled: (scene, itemId, enabled) => {
      if (!changeItem(scene, itemId, { enabled })) return;
      const data = { sceneName: scene, sceneItemId: itemId, sceneItemEnabled: enabled };
      tellOfItems('SceneItemEnableStateChanged', data);
    },
    setLocked: (scene, itemId, locked) => {
      if (!changeItem(scene, itemId, { locked })) return;
      const data = { sceneName: scene, sceneItemId: itemId, sceneItemLocked: locked };
      tellOfItems('SceneItemLockStateChanged', data);
    },
    moveItem,
    removeItem: (scene, itemId) => {
      const item = items(scene).find(({ id }) => id === itemId);
      if (item) removeItem(scene, item);
    },
    removeSource: (source) => {
      for (const { name } of [...scenes, ...groups])
        for (const item of items(name)) if (item.source === source) removeItem(name, item);
    },
    renameSource: renameItems,
  };
};
