/** Requests about inputs: the list of inputs, their sound, and screenshots. */
import { statusCodes } from './obs-protocol.ts';
import {
  isThere,
  noSource,
  readBoolean,
  readNumber,
  readText,
  refuse,
  success,
  withScene,
  type Answer,
  type Handler,
  type Handlers,
} from './request-fields.ts';
import type { Studio } from './studio.ts';
import { decibelsOf, inputKinds, volumeOf, type StudioInput } from './studio-inputs.ts';
import { drawTestPicture } from './test-picture.ts';

/** Wraps a handler of a request that names an input. */
const withInput =
  (run: (studio: Studio, input: StudioInput, data: unknown) => Answer): Handler =>
  (studio, data) => {
    const field = readText(data, 'inputName');
    if ('refusal' in field) return field.refusal;
    const input = studio.inputs.find(field.value);
    return input ? run(studio, input, data) : noSource(field.value);
  };

const withSound = (run: (studio: Studio, input: StudioInput, data: unknown) => Answer): Handler =>
  withInput((studio, input, data) =>
    input.hasAudio
      ? run(studio, input, data)
      : refuse(statusCodes.invalidResourceState, 'The specified input does not support audio.'),
  );

/** The only image format that the rehearsal can draw. */
export const pictureFormats = ['png'] as const;
const pictureSides = { least: 8, most: 4_096 };
const firstPicture = { width: 1_280, height: 720 };

const takePicture: Handler = (studio, data) => {
  const source = readText(data, 'sourceName');
  if ('refusal' in source) return source.refusal;
  if (!studio.scenes.names.includes(source.value) && !studio.inputs.find(source.value))
    return noSource(source.value);
  const format = readText(data, 'imageFormat');
  if ('refusal' in format) return format.refusal;
  if (!pictureFormats.some((known) => known === format.value)) {
    return refuse(
      statusCodes.invalidRequestField,
      'Your specified image format is invalid or not supported by this system.',
    );
  }
  const sides: Record<'imageWidth' | 'imageHeight', number | undefined> = {
    imageWidth: undefined,
    imageHeight: undefined,
  };
  for (const side of ['imageWidth', 'imageHeight'] as const) {
    if (!isThere(data, side)) continue;
    const field = readNumber(data, side, pictureSides);
    if ('refusal' in field) return field.refusal;
    sides[side] = field.value;
  }
  const ratio = firstPicture.width / firstPicture.height;
  const width =
    sides.imageWidth ?? (sides.imageHeight === undefined ? firstPicture.width : sides.imageHeight * ratio);
  const picture = drawTestPicture(
    source.value,
    Math.round(width),
    Math.round(sides.imageHeight ?? width / ratio),
  );
  return success({ imageData: `data:image/png;base64,${picture.toString('base64')}` });
};

export const inputRequests: Handlers = {
  GetInputList: ({ inputs }) =>
    success({
      inputs: inputs.all.map(({ name, kind }) => ({
        inputName: name,
        inputKind: kind,
        unversionedInputKind: kind,
      })),
    }),
  GetInputKindList: () => success({ inputKinds: [...inputKinds.keys()] }),
  CreateInput: withScene(({ inputs, scenes }, scene, data) => {
    const name = readText(data, 'inputName');
    if ('refusal' in name) return name.refusal;
    const kind = readText(data, 'inputKind');
    if ('refusal' in kind) return kind.refusal;
    if (inputs.find(name.value)) {
      return refuse(statusCodes.resourceAlreadyExists, 'A source already exists by that input name.');
    }
    if (!inputKinds.has(kind.value)) {
      return refuse(
        statusCodes.invalidInputKind,
        'Your specified input kind is not supported by OBS. Check that your specified kind is properly versioned and that any necessary plugins are loaded.',
      );
    }
    const enabled = isThere(data, 'sceneItemEnabled')
      ? readBoolean(data, 'sceneItemEnabled')
      : { value: true };
    if ('refusal' in enabled) return enabled.refusal;
    inputs.add(name.value, kind.value);
    return success({ sceneItemId: scenes.addItem(scene, name.value, enabled.value) });
  }),
  RemoveInput: withInput(({ inputs, scenes }, input) => {
    scenes.removeSource(input.name);
    inputs.remove(input.name);
    return success();
  }),
  SetInputName: withInput(({ inputs, scenes }, input, data) => {
    const field = readText(data, 'newInputName');
    if ('refusal' in field) return field.refusal;
    if (inputs.find(field.value)) {
      return refuse(statusCodes.resourceAlreadyExists, 'A source already exists by that new input name.');
    }
    scenes.renameSource(input.name, field.value);
    inputs.rename(input.name, field.value);
    return success();
  }),
  GetInputMute: withSound((_studio, input) => success({ inputMuted: input.muted })),
  SetInputMute: withSound(({ inputs }, input, data) => {
    const field = readBoolean(data, 'inputMuted');
    if ('refusal' in field) return field.refusal;
    inputs.setMuted(input.name, field.value);
    return success();
  }),
  ToggleInputMute: withSound(({ inputs }, input) => {
    inputs.setMuted(input.name, !input.muted);
    return success({ inputMuted: !input.muted });
  }),
  GetInputVolume: withSound((_studio, input) =>
    success({ inputVolumeMul: input.volume, inputVolumeDb: decibelsOf(input.volume) }),
  ),
  SetInputVolume: withSound(({ inputs }, input, data) => {
    const hasFactor = isThere(data, 'inputVolumeMul');
    const hasDecibels = isThere(data, 'inputVolumeDb');
    const factor = hasFactor ? readNumber(data, 'inputVolumeMul', { least: 0, most: 20 }) : { value: 1 };
    if ('refusal' in factor) return factor.refusal;
    const decibels = hasDecibels
      ? readNumber(data, 'inputVolumeDb', { least: -100, most: 26 })
      : { value: 0 };
    if ('refusal' in decibels) return decibels.refusal;
    if (hasFactor && hasDecibels) {
      return refuse(statusCodes.tooManyRequestFields, 'You may only specify one volume field.');
    }
    if (!hasFactor && !hasDecibels) {
      return refuse(statusCodes.missingRequestField, 'You must specify one volume field.');
    }
    inputs.setVolume(input.name, hasFactor ? factor.value : volumeOf(decibels.value));
    return success();
  }),
  GetSourceScreenshot: takePicture,
};
