/** Times and counts that the bridge holds itself to. Milliseconds unless the name says otherwise. */
export const discordLimits = {
  /** From `initialize` until the channel was seen. */
  startMs: 15_000,
  /** How long discord.js waits for guilds after READY before it goes on without them. */
  guildWaitMs: 5_000,
  handshakeMs: 5_000,
  helloMs: 5_000,
  readyMs: 10_000,
  /** After this long without a link a life is over. */
  outageMs: 12_000,
  /** Between two heartbeats of the link watch. Discord's own interval, 41 s, would leave a dead link unseen for long. */
  beatMs: 4_000,
  /** An unanswered heartbeat means a dead link: 4 s + 5.5 s is under the 10 s in which it has to be noticed. */
  beatAnswerMs: 5_500,
  /** The same right after the machine slept, when most links are dead. */
  wakeAnswerMs: 1_200,
  /** How long the remote side gets to confirm that a link closes. */
  closeMs: 500,
  restMs: 8_000,
  /** The longest that one message waits for a rate limit before it is handed back. */
  rateLimitWaitMs: 15_000,
  /** IDENTIFYs allowed in {@link identifyWindowMs}; Discord resets the token after 1,000 in a day. */
  identifies: 10,
  identifyWindowMs: 3_600_000,
  /** How long after the last IDENTIFY of a window the first, second, third … of it may follow: 20 min for all ten. */
  identifyGapsMs: [0, 0, 0, 5_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000],
  /** A second IDENTIFY within one life must be at least this long after the first. */
  identifyAgainMs: 60_000,
  /** How long an answer to a slash command may take before Discord is told to wait; it gives up after 3 s. */
  commandAnswerMs: 1_500,
  /** The most that one request for a first answer waits for a rate limit. */
  commandWaitMs: 1_000,
  /** How long the answer to a slash command may take altogether; Discord takes none after 15 min. */
  commandPatienceMs: 60_000,
} as const;
