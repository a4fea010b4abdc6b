/** Time limits and counts of the bridge, in milliseconds unless the name says otherwise. */
export const discordLimits = {
  /** From `initialize` until the channel was found. */
  startMs: 15_000,
  /** Time that discord.js waits for guilds after READY before it continues without them. */
  guildWaitMs: 5_000,
  handshakeMs: 5_000,
  helloMs: 5_000,
  readyMs: 10_000,
  /** Longest time without a link before the connection counts as failed. */
  outageMs: 12_000,
  /**
   * Interval of the link watch's heartbeats. Discord's own interval, 41 s, would hide a dead link too long.
   */
  beatMs: 4_000,
  /**
   * Deadline for a heartbeat's answer: 4 s + 5.5 s is under the 10 s in which a dead link must be detected.
   */
  beatAnswerMs: 5_500,
  /** Deadline right after the machine woke up, when most links are dead. */
  wakeAnswerMs: 1_200,
  /** Time for the remote side to confirm a close. */
  closeMs: 500,
  restMs: 8_000,
  /** Longest wait of one message for a rate limit before it returns to the sender. */
  rateLimitWaitMs: 15_000,
  /** IDENTIFYs allowed in {@link identifyWindowMs}; Discord resets the token after 1,000 in a day. */
  identifies: 10,
  identifyWindowMs: 3_600_000,
  /**
   * Minimum delays after the last IDENTIFY for the first, second, third … of a window: 20 min for all ten.
   */
  identifyGapsMs: [0, 0, 0, 5_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000],
  /** Minimum time between the first and a second IDENTIFY within one connection. */
  identifyAgainMs: 60_000,
  /**
   * Time for an answer to a slash command before the bridge asks Discord to wait; Discord gives up after 3 s.
   */
  commandAnswerMs: 1_500,
  /** Longest wait of the request with a first answer for a rate limit. */
  commandWaitMs: 1_000,
  /** Total time for the answer to a slash command; Discord accepts none after 15 min. */
  commandPatienceMs: 60_000,
} as const;
