import type { Fault, Result } from '#shared/kernel/index.ts';
import type { Component } from '#core/component.ts';

/** What OBS is known to do; every field is null until it was observed. */
export interface ObsState {
  readonly studioVersion: string | null;
  readonly scenes: readonly string[] | null;
  readonly currentScene: string | null;
  readonly streaming: 'on' | 'off' | 'starting' | 'stopping' | 'reconnecting' | null;
  readonly recording: 'on' | 'off' | 'starting' | 'stopping' | 'paused' | null;
  readonly recordingPath: string | null;
  /** `unavailable`: this OBS has none set up. */
  readonly replayBuffer: ObsOutputState | 'unavailable' | null;
  /** The last replay that was saved while we listened. */
  readonly lastReplay: { readonly path: string; readonly at: number } | null;
  /** `unavailable`: this OBS has none on its machine. */
  readonly virtualCamera: ObsOutputState | 'unavailable' | null;
  /** Whether what is edited and what is on air are two things. */
  readonly studioMode: boolean | null;
  /** What the current scene is made of, top first. */
  readonly sources: readonly ObsSource[] | null;
  /** Every input that has sound, in the order in which OBS lists them. */
  readonly inputs: readonly ObsAudioInput[] | null;
  readonly stats: ObsStats | null;
}

/** An OBS of which nothing was observed. */
export const unknownObsState: ObsState = {
  studioVersion: null,
  scenes: null,
  currentScene: null,
  streaming: null,
  recording: null,
  recordingPath: null,
  replayBuffer: null,
  lastReplay: null,
  virtualCamera: null,
  studioMode: null,
  sources: null,
  inputs: null,
  stats: null,
};

export type ObsOutputState = 'on' | 'off' | 'starting' | 'stopping';

/** A source at its place in a scene. One source may be there twice: the item id tells them apart. */
export interface ObsSource {
  readonly itemId: number;
  readonly name: string;
  /** What OBS calls the kind of input (`v4l2_input`), or `scene` or `group`. */
  readonly kind: string;
  readonly visible: boolean;
  readonly locked: boolean;
}

export interface ObsAudioInput {
  readonly name: string;
  readonly kind: string;
  readonly muted: boolean;
  /** Decibels, -100 (silent) to 26; 0 is as loud as it comes in. */
  readonly volumeDb: number;
}

export interface ObsScreenshot {
  /** The scene that was on program. */
  readonly scene: string;
  /** A `data:` URL of a picture. */
  readonly image: string;
  readonly takenAt: number;
}

export interface ObsStats {
  readonly fps: number;
  readonly cpuPercent: number;
  readonly memoryMegabytes: number;
  readonly freeDiskMegabytes: number;
  readonly averageFrameMs: number;
  /** Share of frames lost in rendering and output since the last reading, 0 to 100; null when no frame was due. */
  readonly droppedFramesPercent: number | null;
  /** Derived from bytes over time; null while nothing streams. */
  readonly bitrateKbps: number | null;
  /** 0 to 1; null while nothing streams. */
  readonly congestion: number | null;
  /** Round trip of the request that read these, milliseconds. */
  readonly latencyMs: number;
  readonly at: number;
}

/**
 * A source, named or by its item id, in a scene or group; in the scene on program unless another is named. A name is looked
 * for in the groups and scenes inside it too.
 */
export interface ObsSourcePlace {
  readonly scene?: string | undefined;
  readonly source: string | number;
}

export interface ObsBridge extends Component {
  readonly state: ObsState;
  setScene(sceneName: string): Promise<Result<void, Fault>>;
  setStreaming(on: boolean): Promise<Result<void, Fault>>;
  /** Resolves with the file's path when OBS tells it (on stop), else null. */
  setRecording(on: boolean): Promise<Result<{ path: string | null }, Fault>>;
  /** Called after each change of {@link state}, until disposed. */
  onState(listener: () => void): Disposable;
  /** Shows or hides a source. */
  setSourceVisible(place: ObsSourcePlace, visible: boolean): Promise<Result<void, Fault>>;
  /** Asks OBS, so that the answer is known for what is not on program too. */
  isSourceVisible(place: ObsSourcePlace): Promise<Result<boolean, Fault>>;
  setMuted(input: string, muted: boolean): Promise<Result<void, Fault>>;
  /** Asks OBS. */
  isMuted(input: string): Promise<Result<boolean, Fault>>;
  /** Decibels, -100 to 26. */
  setVolume(input: string, volumeDb: number): Promise<Result<void, Fault>>;
  setReplayBuffer(on: boolean): Promise<Result<void, Fault>>;
  /** Writes what the replay buffer holds to a file, and resolves with its path once OBS has finished it. */
  saveReplay(): Promise<Result<{ path: string }, Fault>>;
  setVirtualCamera(on: boolean): Promise<Result<void, Fault>>;
  /** A picture of what is on program, never of what is only being edited. Width in pixels, 8 to 1,920. */
  takeScreenshot(width: number): Promise<Result<ObsScreenshot, Fault>>;
  /** Adds a closed caption to the running stream. OBS does not tell whether the platform shows it. */
  sendCaption(text: string): Promise<Result<void, Fault>>;
}
