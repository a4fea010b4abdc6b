/** Searches OBS for a source in any scene and its nested groups and scenes, whether on program or not. */
import { err, ok, type Fault, type Result } from '#shared/kernel/index.ts';
import type { ObsSourcePlace } from '#main/bridges/ports/index.ts';
import type { CommandTools } from './obs-command-tools.ts';
import { noSuchScene, noSuchSource, refusalCodeOf, requestCodes, sourceInManyPlaces } from './obs-faults.ts';
import { sceneItemsAnswerSchema, type SceneItemsAnswer } from './obs-schemas.ts';

/**
 * An item and the scene or group that contains it; OBS expects requests for the item to name that container.
 */
export interface FoundItem {
  readonly holder: string;
  readonly itemId: number;
  readonly visible: boolean;
}

type Item = SceneItemsAnswer['sceneItems'][number];

/**
 * Maximum number of scenes and groups read for one search, so that a very large set-up does not delay the
 * answer.
 */
const mostHolders = 200;

export const createSourceSearch = (tools: CommandTools) => {
  const { subject, connection, tracker } = tools;

  /** Reads the items of a scene or a group. OBS has a separate request for each and refuses the other. */
  const itemsOf = async (holder: string): Promise<Result<readonly Item[], Fault>> => {
    const data = { sceneName: holder };
    const scene = await connection.call('GetSceneItemList', sceneItemsAnswerSchema, data);
    if (scene.ok) return ok(scene.value.sceneItems);
    if (refusalCodeOf(scene.error) !== requestCodes.invalidResourceType) return scene;
    const group = await connection.call('GetGroupSceneItemList', sceneItemsAnswerSchema, data);
    return group.ok ? ok(group.value.sceneItems) : group;
  };

  /** Returns the nearest matching items: items of the scene itself before those of nested containers. */
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
        // A group or scene that was removed meanwhile is empty.
        else if (refusalCodeOf(items.error) !== requestCodes.resourceNotFound) return items;
      }
      level = next;
    }
    return ok([]);
  };

  return async (place: ObsSourcePlace): Promise<Result<FoundItem, Fault>> => {
    const scene = place.scene ?? tracker.state.currentScene;
    if (scene === null) return err(tools.unconfirmed('report the current scene'));
    const { source } = place;
    const items = await itemsOf(scene);
    if (!items.ok) {
      return refusalCodeOf(items.error) === requestCodes.resourceNotFound
        ? err(noSuchScene(subject, scene, tracker.state.scenes ?? []))
        : items;
    }
    if (typeof source === 'number') {
      // Ids are unique only within a scene or group, so a number means an item of this scene.
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

/** Returns true for a group or a scene used as a source. Older versions of obs-websocket omit the type. */
const isHolder = ({ isGroup, sourceType, inputKind }: Item): boolean =>
  isGroup === true ||
  sourceType === 'OBS_SOURCE_TYPE_SCENE' ||
  (sourceType === undefined && inputKind === null);
