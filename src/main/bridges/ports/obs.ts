import type { Fault, Result } from '#shared/kernel/index.ts';
import type { Component } from '#core/component.ts';

/** The observed state of OBS; each field is null until it was observed. */
export interface ObsState {
  readonly studioVersion: string | null;
  readonly scenes: readonly string[] | null;
  readonly currentScene: string | null;
  readonly streaming: 'on' | 'off' | 'starting' | 'stopping' | 'reconnecting' | null;
  readonly recording: 'on' | 'off' | 'starting' | 'stopping' | 'paused' | null;
  readonly recordingPath: string | null;
  /** `unavailable` when no replay buffer is set up in OBS. */
  readonly replayBuffer: ObsOutputState | 'unavailable' | null;
  /** The last replay saved during this connection. */
  readonly lastReplay: { readonly path: string; readonly at: number } | null;
  /** `unavailable` when the machine of OBS has no virtual camera. */
  readonly virtualCamera: ObsOutputState | 'unavailable' | null;
  /** True while OBS edits one scene and shows another. */
  readonly studioMode: boolean | null;
  /** The sources of the current scene, top first. */
  readonly sources: readonly ObsSource[] | null;
  /** All inputs with audio, in OBS's order. */
  readonly inputs: readonly ObsAudioInput[] | null;
  readonly stats: ObsStats | null;
}

/** The state of an OBS before any observation. */
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

/** A source at its place in a scene. One source may appear twice; the item id tells the two apart. */
export interface ObsSource {
  readonly itemId: number;
  readonly name: string;
  /** OBS's name for the kind of input (`v4l2_input`), or `scene` or `group`. */
  readonly kind: string;
  readonly visible: boolean;
  readonly locked: boolean;
}

export interface ObsAudioInput {
  readonly name: string;
  readonly kind: string;
  readonly muted: boolean;
  /** Decibels, -100 (silent) to 26; 0 is the original volume. */
  readonly volumeDb: number;
}

export interface ObsScreenshot {
  /** The scene that was on program. */
  readonly scene: string;
  /** The picture as a `data:` URL. */
  readonly image: string;
  readonly takenAt: number;
}

export interface ObsStats {
  readonly fps: number;
  readonly cpuPercent: number;
  readonly memoryMegabytes: number;
  readonly freeDiskMegabytes: number;
  readonly averageFrameMs: number;
  /**
   * Percentage of frames lost in rendering and output since the last reading, 0 to 100; null when no frame
   * was due.
   */
  readonly droppedFramesPercent: number | null;
  /** Derived from bytes over time; null without a stream. */
  readonly bitrateKbps: number | null;
  /** 0 to 1; null without a stream. */
  readonly congestion: number | null;
  /** Round trip of the request for these values, milliseconds. */
  readonly latencyMs: number;
  readonly at: number;
}

/**
 * A source, by name or item id, in a scene or group; in the current scene by default. A name is also searched
 * in nested groups and scenes.
 */
export interface ObsSourcePlace {
  readonly scene?: string | undefined;
  readonly source: string | number;
}

export interface ObsBridge extends Component {
  readonly state: ObsState;
  setScene(sceneName: string): Promise<Result<void, Fault>>;
  setStreaming(on: boolean): Promise<Result<void, Fault>>;
  /** Resolves with the file's path when OBS reports it (on stop), else null. */
  setRecording(on: boolean): Promise<Result<{ path: string | null }, Fault>>;
  /** Called after each change of {@link state}, until disposed. */
  onState(listener: () => void): Disposable;
  /** Shows or hides a source. */
  setSourceVisible(place: ObsSourcePlace, visible: boolean): Promise<Result<void, Fault>>;
  /** Asks OBS, so that sources outside the current scene work too. */
  isSourceVisible(place: ObsSourcePlace): Promise<Result<boolean, Fault>>;
  setMuted(input: string, muted: boolean): Promise<Result<void, Fault>>;
  /** Asks OBS. */
  isMuted(input: string): Promise<Result<boolean, Fault>>;
  /** Decibels, -100 to 26. */
  setVolume(input: string, volumeDb: number): Promise<Result<void, Fault>>;
  setReplayBuffer(on: boolean): Promise<Result<void, Fault>>;
  /** Saves the replay buffer to a file, and resolves with its path once OBS has finished it. */
  saveReplay(): Promise<Result<{ path: string }, Fault>>;
  setVirtualCamera(on: boolean): Promise<Result<void, Fault>>;
  /**
   * Returns a picture of the current scene on program, never of a scene being edited. Width in pixels, 8 to
   * 1,920.
   */
  takeScreenshot(width: number): Promise<Result<ObsScreenshot, Fault>>;
  /** Adds a closed caption to the running stream. OBS doesn't report whether the platform shows it. */
  sendCaption(text: string): Promise<Result<void, Fault>>;
}
