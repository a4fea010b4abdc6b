/** Time limits of the OBS bridge, in milliseconds. */
export interface ObsLimits {
  /** From opening the socket until OBS has identified us. */
  readonly connectMs: number;
  /** Limit for each request. */
  readonly callMs: number;
  /** Interval between readings of the statistics, which serve as the heartbeat. */
  readonly pollMs: number;
  /** Time without any answer after which the connection counts as dead. */
  readonly silentMs: number;
  /** Limit for one answer right after the machine woke up. */
  readonly wakeMs: number;
  /** Limit for a stream or a recording to start or stop after OBS accepted the request. */
  readonly outputMs: number;
  /** Interval between checks of the set-up for which OBS sends no events, such as a new replay buffer. */
  readonly setUpMs: number;
  /** Minimum interval between readings of sources or inputs, however often they change. */
  readonly rereadMs: number;
  /** Limit for a change of the scene collection, during which nothing may be sent. */
  readonly collectionMs: number;
  /** Limit for the closing handshake before the socket is cut. */
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
