import type { Fault, Result } from '#shared/kernel/index.ts';
import type { ChatDelivery, ChatMessage, ChatPlatform } from '#shared/model/index.ts';
import type { Component } from '#core/component.ts';

/** Reads a secret by name at the moment it is needed. Bridges never keep one longer than a connection attempt. */
export interface SecretReader {
  /** The secret, or null when there is none. */
  read(name: string): Promise<string | null>;
}

/** A message of ours on its way out. */
export interface OutboundChat {
  readonly text: string;
  /** The platform's id of the message this one answers. */
  readonly replyTo?: string;
  /** Gives up when aborted; what was already written to the wire cannot be taken back. */
  readonly signal?: AbortSignal;
}

/** A chat platform: one connection, made anew in each life. Messages go to the sink given when it was made. */
export interface ChatBridge extends Component {
  readonly platform: ChatPlatform;
  /** Why this bridge cannot send at present (read-only, not connected), in a sentence; null when it can. */
  readonly sendObstacle: string | null;
  /** Most characters the platform takes in one message. */
  readonly maxLength: number;
  /** Sends one message that fits. `delivered` only when the platform confirmed it. */
  send(message: OutboundChat): Promise<Result<ChatDelivery, Fault>>;
}

/** Where a bridge puts what it heard. Must not throw. */
export type ChatSink = (message: ChatMessage) => void;

/** What OBS is known to do; every field is null until it was observed. */
export interface ObsState {
  readonly studioVersion: string | null;
  readonly scenes: readonly string[] | null;
  readonly currentScene: string | null;
  readonly streaming: 'on' | 'off' | 'starting' | 'stopping' | 'reconnecting' | null;
  readonly recording: 'on' | 'off' | 'starting' | 'stopping' | 'paused' | null;
  readonly recordingPath: string | null;
  readonly stats: ObsStats | null;
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

export interface ObsBridge extends Component {
  readonly state: ObsState;
  setScene(sceneName: string): Promise<Result<void, Fault>>;
  setStreaming(on: boolean): Promise<Result<void, Fault>>;
  /** Resolves with the file's path when OBS tells it (on stop), else null. */
  setRecording(on: boolean): Promise<Result<{ path: string | null }, Fault>>;
}
