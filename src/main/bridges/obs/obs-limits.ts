/** Every wait of the OBS bridge, in milliseconds. */
export interface ObsLimits {
  /** From opening the socket until OBS identified us. */
  readonly connectMs: number;
  /** For each request. */
  readonly callMs: number;
  /** Between two readings of the statistics, which are the heartbeat as well. */
  readonly pollMs: number;
  /** Without any answer for this long, the connection counts as dead. */
  readonly silentMs: number;
  /** For one answer right after the machine woke up. */
  readonly wakeMs: number;
  /** For a stream or a recording to start or stop once OBS took the request. */
  readonly outputMs: number;
  /** Between two looks at what OBS tells nobody: whether a replay buffer was set up meanwhile. */
  readonly setUpMs: number;
  /** Between two readings of sources or inputs, however often they change. */
  readonly rereadMs: number;
  /** For OBS to change its scene collection, during which nothing may be sent. */
  readonly collectionMs: number;
  /** For the closing handshake, before the socket is cut. */
  readonly closeMs: number;
}

export const defaultObsLimits: ObsLimits = {
  connectMs: 5_000,
  callMs: 3_000,
  pollMs: 1_000,
  silentMs: 6_000,
  wakeMs: 1_500,
  outputMs: 15_000,
  setUpMs: 5_000,
  rereadMs: 100,
  collectionMs: 20_000,
  closeMs: 500,
};
