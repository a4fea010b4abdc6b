import type { OBSWebSocket } from 'obs-websocket-js/json';

/** An OBS that a test may treat badly. */
export interface ObsTarget {
  readonly url: string;
  readonly password: string;
  /** Top first; at least two. */
  readonly scenes: readonly string[];
  /** A group with one source, in a scene that is not on program at first. */
  readonly group: { readonly scene: string; readonly name: string; readonly source: string };
  start(): Promise<void>;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
  /** It accepts, and never answers. */
  freeze(): void;
  thaw(): void;
  /** Sees to it that the next stream cannot start. */
  failNextStream(): void;
  /** Changes to a set-up without a replay buffer. OBS has one at first. */
  withoutReplayBuffer(client: OBSWebSocket): Promise<void>;
  /** Sees to it that the machine has no virtual camera. */
  withoutVirtualCamera(): void;
  /** Changes to a scene collection with other scenes, and resolves with their names. */
  changeSceneCollection(client: OBSWebSocket): Promise<readonly string[]>;
  close(): Promise<void>;
}
