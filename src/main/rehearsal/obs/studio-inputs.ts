/** The inputs of the simulated studio: cameras, pictures, and sound sources. */
import { intents, type StudioEvent } from './obs-protocol.ts';

export interface StudioInput {
  readonly name: string;
  readonly kind: string;
  /** False for pictures and texts: OBS refuses to mute them. */
  readonly hasAudio: boolean;
  readonly muted: boolean;
  /** Volume as a factor. OBS also reports it in decibels. */
  readonly volume: number;
}

export interface StudioInputs {
  readonly all: readonly StudioInput[];
  find(name: string): StudioInput | undefined;
  add(name: string, kind: string): void;
  remove(name: string): void;
  rename(from: string, to: string): void;
  setMuted(name: string, muted: boolean): void;
  setVolume(name: string, volume: number): void;
  /** Restores the initial inputs, which is what another scene collection brings. */
  reset(): void;
}

/** The kinds of input that the rehearsal can create, with true for those with sound. */
export const inputKinds: ReadonlyMap<string, boolean> = new Map([
  ['image_source', false],
  ['color_source_v3', false],
  ['text_ft2_source_v2', false],
  ['v4l2_input', false],
  ['ffmpeg_source', true],
  ['pulse_input_capture', true],
  ['pulse_output_capture', true],
]);

const makeInput = (name: string, kind: string): StudioInput => ({
  name,
  kind,
  hasAudio: inputKinds.get(kind) ?? false,
  muted: false,
  volume: 1,
});

/** The inputs in every scene of the rehearsal, and the inputs that only have sound. */
export const sceneInputs = ['Backdrop', 'Camera', 'Title', 'Alerts'] as const;
const firstInputs = (): readonly StudioInput[] => [
  makeInput('Microphone', 'pulse_input_capture'),
  makeInput('Desktop audio', 'pulse_output_capture'),
  makeInput('Backdrop', 'image_source'),
  makeInput('Camera', 'v4l2_input'),
  makeInput('Title', 'text_ft2_source_v2'),
  makeInput('Alerts', 'ffmpeg_source'),
];

const quietestDb = -100;
/** Returns the volume in decibels, as OBS reports it. Silence is -100 dB. */
export const decibelsOf = (volume: number): number =>
  volume <= 0 ? quietestDb : Math.max(quietestDb, 20 * Math.log10(volume));
export const volumeOf = (decibels: number): number => 10 ** (decibels / 20);

export const createStudioInputs = (announce: (event: StudioEvent) => void): StudioInputs => {
  let all = firstInputs();
  const find = (name: string): StudioInput | undefined => all.find((input) => input.name === name);
  const change = (name: string, changes: Partial<StudioInput>): void => {
    all = all.map((input) => (input.name === name ? { ...input, ...changes } : input));
  };
  const emitInput = (type: string, data: StudioEvent['data']): void =>
    announce({ type, intent: intents.inputs, ...(data && { data }) });

  return {
    get all() {
      return all;
    },
    find,
    add: (name, kind) => {
      all = [...all, makeInput(name, kind)];
      emitInput('InputCreated', {
        inputName: name,
        inputKind: kind,
        unversionedInputKind: kind,
        inputSettings: {},
        defaultInputSettings: {},
      });
    },
    remove: (name) => {
      all = all.filter((input) => input.name !== name);
      emitInput('InputRemoved', { inputName: name });
    },
    rename: (from, to) => {
      change(from, { name: to });
      emitInput('InputNameChanged', { oldInputName: from, inputName: to });
    },
    setMuted: (name, muted) => {
      change(name, { muted });
      // The real OBS announces this even when nothing changed.
      emitInput('InputMuteStateChanged', { inputName: name, inputMuted: muted });
    },
    setVolume: (name, volume) => {
      change(name, { volume });
      emitInput('InputVolumeChanged', {
        inputName: name,
        inputVolumeMul: volume,
        inputVolumeDb: decibelsOf(volume),
      });
    },
    reset: () => {
      all = firstInputs();
    },
  };
};
