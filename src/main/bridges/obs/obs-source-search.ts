/** Finds a source by asking OBS: in any scene, in the groups and scenes inside it, on program or not. */
import { err, ok, type Fault, type Result } from '#shared/kernel/index.ts';
import type { ObsSourcePlace } from '#main/bridges/ports/index.ts';
import type { CommandTools } from './obs-command-tools.ts';
import { noSuchScene, noSuchSource, refusalCodeOf, requestCodes, sourceInManyPlaces } from './obs-faults.ts';
import { sceneItemsAnswerSchema, type SceneItemsAnswer } from './obs-schemas.ts';

/** An item and the scene or group that holds it, which is where OBS wants to be asked about it. */
export interface FoundItem {
  readonly holder: string;
  readonly itemId: number;
  readonly visible: boolean;
}

type Item = SceneItemsAnswer['sceneItems'][number];

/** Scenes and groups read for one search, so that a set-up made of thousands keeps nobody waiting. */
const mostHolders = 200;

export const createSourceSearch = (tools: CommandTools) => {
  const { subject, connection, tracker } = tools;

  /** The items of a scene or a group. OBS has one request for each and refuses the other. */
  const itemsOf = async (holder: string): Promise<Result<readonly Item[], Fault>> => {
    const data = { sceneName: holder };
    const scene = await connection.call('GetSceneItemList', sceneItemsAnswerSchema, data);
    if (scene.ok) return ok(scene.value.sceneItems);
    if (refusalCodeOf(scene.error) !== requestCodes.invalidResourceType) return scene;
    const group = await connection.call('GetGroupSceneItemList', sceneItemsAnswerSchema, data);
    return group.ok ? ok(group.value.sceneItems) : group;
  };

  /** The nearest items that match: those of the scene itself before those of what is inside it. */
  const search = async (
    scene: string,
    first: readonly Item[],
    matches: (item: Item) => boolean,
  ): Promise<Result<readonly FoundItem[], Fault>> => {
    const seen = new Set([scene]);
    let level: readonly { readonly holder: string; readonly items: readonly Item[] }[] = [
      { holder: scene, items: first },
    ];
    while (level.length > 0) {
      const found = level.flatMap(({ holder, items }) =>
        items.filter(matches).map(({ sceneItemId, sceneItemEnabled }): FoundItem => {
          return { holder, itemId: sceneItemId, visible: sceneItemEnabled };
        }),
      );
      if (found.length > 0) return ok(found);
      const inside = new Set(
        level.flatMap(({ items }) => items.filter(isHolder).map(({ sourceName }) => sourceName)),
      );
      const next: { holder: string; items: readonly Item[] }[] = [];
      for (const holder of inside) {
        if (seen.has(holder) || seen.size >= mostHolders) continue;
        seen.add(holder);
        const items = await itemsOf(holder);
        if (items.ok) next.push({ holder, items: items.value });
        // A group or scene that was removed meanwhile holds nothing.
        else if (refusalCodeOf(items.error) !== requestCodes.resourceNotFound) return items;
      }
      level = next;
    }
    return ok([]);
  };

  return async (place: ObsSourcePlace): Promise<Result<FoundItem, Fault>> => {
    const scene = place.scene ?? tracker.state.currentScene;
    if (scene === null) return err(tools.unconfirmed('say which scene is on program'));
    const { source } = place;
    const items = await itemsOf(scene);
    if (!items.ok) {
      return refusalCodeOf(items.error) === requestCodes.resourceNotFound
        ? err(noSuchScene(subject, scene, tracker.state.scenes ?? []))
        : items;
    }
    if (typeof source === 'number') {
      // Ids count anew in every scene and group, so a number means an item of this one.
      const item = items.value.find(({ sceneItemId }) => sceneItemId === source);
      if (item) return ok({ holder: scene, itemId: source, visible: item.sceneItemEnabled });
    } else {
      const found = await search(scene, items.value, ({ sourceName }) => sourceName === source);
      if (!found.ok) return found;
      const [nearest] = found.value;
      const holders = [...new Set(found.value.map(({ holder }) => holder))];
      if (holders.length > 1) return err(sourceInManyPlaces(subject, source, holders));
      if (nearest) return ok(nearest);
    }
    const names = items.value.map(({ sourceName }) => sourceName);
    return err(noSuchSource(subject, { scene, source: String(source) }, names));
  };
};

/** True for a group and for a scene used as a source. Older versions of obs-websocket leave the type out. */
const isHolder = ({ isGroup, sourceType, inputKind }: Item): boolean =>
  isGroup === true ||
  sourceType === 'OBS_SOURCE_TYPE_SCENE' ||
  (sourceType === undefined && inputKind === null);
