/** Requests about scenes and their items. */
import {
  isThere,
  noSource,
  refuse,
  readBoolean,
  readNumber,
  readText,
  success,
  withGroup,
  withContainer,
  withScene,
  type Answer,
  type Handler,
  type Handlers,
} from './request-fields.ts';
import { statusCodes } from './obs-protocol.ts';
import type { Studio } from './studio.ts';
import type { SceneItem } from './scene-containers.ts';

/** Wraps a handler of a request that names an item of a scene. */
const withItem = (run: (studio: Studio, scene: string, item: SceneItem, data: unknown) => Answer): Handler =>
  withContainer((studio, scene, data) => {
    const field = readNumber(data, 'sceneItemId', { least: 0, most: Infinity });
    if ('refusal' in field) return field.refusal;
    const item = studio.scenes.items(scene).find(({ id }) => id === field.value);
    return item
      ? run(studio, scene, item, data)
      : refuse(
          statusCodes.resourceNotFound,
          `No scene items were found in scene \`${scene}\` with the ID \`${field.value}\`.`,
        );
  });

/** The transform of an item that was never moved, cropped or rotated. */
const plainTransform = {
  alignment: 5,
  boundsAlignment: 0,
  boundsHeight: 0,
  boundsType: 'OBS_BOUNDS_NONE',
  boundsWidth: 0,
  cropBottom: 0,
  cropLeft: 0,
  cropRight: 0,
  cropTop: 0,
  height: 1080,
  positionX: 0,
  positionY: 0,
  rotation: 0,
  scaleX: 1,
  scaleY: 1,
  sourceHeight: 1080,
  sourceWidth: 1920,
  width: 1920,
} as const;

/** Returns the items of a scene or a group in the protocol's format. */
const itemsOf = ({ scenes, inputs }: Studio, holder: string) =>
  scenes.items(holder).map((item, sceneItemIndex) => {
    const kind = inputs.find(item.source)?.kind;
    return {
      sceneItemId: item.id,
      sceneItemIndex,
      sourceName: item.source,
      sourceType: kind === undefined ? 'OBS_SOURCE_TYPE_SCENE' : 'OBS_SOURCE_TYPE_INPUT',
      inputKind: kind ?? null,
      isGroup: kind === undefined ? scenes.isGroup(item.source) : null,
      sceneItemBlendMode: 'OBS_BLEND_NORMAL',
      sceneItemEnabled: item.enabled,
      sceneItemLocked: item.locked,
      sceneItemTransform: plainTransform,
    };
  });

/** Returns true when `name` is nested anywhere in a scene or group. OBS lets no scene contain itself. */
const isInside = (scenes: Studio['scenes'], holder: string, name: string): boolean =>
  scenes.items(holder).some(({ source }) => source === name || isInside(scenes, source, name));

export const sceneRequests: Handlers = {
  GetSceneList: ({ scenes }) =>
    success({
      currentProgramSceneName: scenes.current,
      currentPreviewSceneName: scenes.preview,
      scenes: scenes.list(),
    }),
  GetCurrentProgramScene: ({ scenes }) => success({ currentProgramSceneName: scenes.current }),
  SetCurrentProgramScene: withScene(({ scenes }, scene) => {
    scenes.show(scene);
    return success();
  }),
  GetCurrentPreviewScene: ({ scenes }) =>
    scenes.preview === null
      ? refuse(statusCodes.studioModeNotActive)
      : success({ currentPreviewSceneName: scenes.preview }),
  SetCurrentPreviewScene: (studio, data, session) =>
    studio.scenes.preview === null
      ? refuse(statusCodes.studioModeNotActive)
      : setPreview(studio, data, session),
  GetStudioModeEnabled: ({ scenes }) => success({ studioModeEnabled: scenes.preview !== null }),
  SetStudioModeEnabled: ({ scenes }, data) => {
    const field = readBoolean(data, 'studioModeEnabled');
    if ('refusal' in field) return field.refusal;
    scenes.setStudioMode(field.value);
    return success();
  },
  CreateScene: ({ scenes }, data) => {
    const field = readText(data, 'sceneName');
    if ('refusal' in field) return field.refusal;
    if (scenes.names.includes(field.value)) {
      return refuse(statusCodes.resourceAlreadyExists, 'A source already exists by that scene name.');
    }
    scenes.add(field.value);
    return success();
  },
  RemoveScene: withScene(({ scenes }, scene) => {
    if (scenes.names.length < 2) {
      return refuse(statusCodes.notEnoughResources, 'You cannot remove the last scene in the collection.');
    }
    scenes.remove(scene);
    return success();
  }),
  SetSceneName: withScene(({ scenes }, scene, data) => {
    const field = readText(data, 'newSceneName');
    if ('refusal' in field) return field.refusal;
    if (scenes.names.includes(field.value)) {
      return refuse(statusCodes.resourceAlreadyExists, 'A source already exists by that new scene name.');
    }
    scenes.rename(scene, field.value);
    return success();
  }),

  GetSceneItemList: withScene((studio, scene) => success({ sceneItems: itemsOf(studio, scene) })),
  GetGroupSceneItemList: withGroup((studio, group) => success({ sceneItems: itemsOf(studio, group) })),
  CreateSceneItem: withScene(({ scenes, inputs }, scene, data) => {
    const source = readText(data, 'sourceName');
    if ('refusal' in source) return source.refusal;
    const { value: name } = source;
    if (!inputs.find(name) && !scenes.names.includes(name)) return noSource(name);
    if (name === scene || isInside(scenes, name, scene)) {
      return refuse(statusCodes.resourceCreationFailed, 'Failed to create the scene item.');
    }
    const enabled = isThere(data, 'sceneItemEnabled')
      ? readBoolean(data, 'sceneItemEnabled')
      : { value: true };
    if ('refusal' in enabled) return enabled.refusal;
    return success({ sceneItemId: scenes.addItem(scene, name, enabled.value) });
  }),
  GetSceneItemId: withContainer(({ scenes }, scene, data) => {
    const field = readText(data, 'sourceName');
    if ('refusal' in field) return field.refusal;
    const item = scenes.items(scene).find(({ source }) => source === field.value);
    return item
      ? success({ sceneItemId: item.id })
      : refuse(
          statusCodes.resourceNotFound,
          'No scene items were found in the specified scene by that name or offset.',
        );
  }),
  GetSceneItemEnabled: withItem((_studio, _scene, item) => success({ sceneItemEnabled: item.enabled })),
  SetSceneItemEnabled: withItem(({ scenes }, scene, item, data) => {
    const field = readBoolean(data, 'sceneItemEnabled');
    if ('refusal' in field) return field.refusal;
    scenes.setEnabled(scene, item.id, field.value);
    return success();
  }),
  GetSceneItemLocked: withItem((_studio, _scene, item) => success({ sceneItemLocked: item.locked })),
  SetSceneItemLocked: withItem(({ scenes }, scene, item, data) => {
    const field = readBoolean(data, 'sceneItemLocked');
    if ('refusal' in field) return field.refusal;
    scenes.setLocked(scene, item.id, field.value);
    return success();
  }),
  SetSceneItemIndex: withItem(({ scenes }, scene, item, data) => {
    const field = readNumber(data, 'sceneItemIndex', { least: 0, most: 8_192 });
    if ('refusal' in field) return field.refusal;
    scenes.moveItem(scene, item.id, field.value);
    return success();
  }),
  RemoveSceneItem: withItem(({ scenes }, scene, item) => {
    scenes.removeItem(scene, item.id);
    return success();
  }),
};

const setPreview = withScene(({ scenes }, scene) => {
  scenes.setPreview(scene);
  return success();
});
