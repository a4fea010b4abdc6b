import type { OBSWebSocket } from 'obs-websocket-js/json';

/** An OBS that a test may break. */
export interface ObsTarget {
  readonly url: string;
  readonly password: string;
  /** Scene names, top first; at least two. */
  readonly scenes: readonly string[];
  /** A group with one source, in a scene that is not on program initially. */
  readonly group: { readonly scene: string; readonly name: string; readonly source: string };
  start(): Promise<void>;
  /** Ends OBS like a crash. */
  kill(): Promise<void>;
  /** Freezes OBS: it accepts connections and never answers. */
  freeze(): void;
  thaw(): void;
  /** Makes the next stream fail to start. */
  failNextStream(): void;
  /** Switches to a set-up without a replay buffer. OBS has one initially. */
  withoutReplayBuffer(client: OBSWebSocket): Promise<void>;
  /** Removes the virtual camera from the machine. */
  withoutVirtualCamera(): void;
  /** Switches to a scene collection with other scenes, and resolves with their names. */
  changeSceneCollection(client: OBSWebSocket): Promise<readonly string[]>;
  close(): Promise<void>;
}
