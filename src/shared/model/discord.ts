import { z } from 'zod';

/** A permission of the Discord bot, and what needs it. */
export const discordCheckSchema = z.object({
  /** Discord's name of the permission: "Send Messages", "Message Content". */
  name: z.string(),
  state: z.enum(['yes', 'no', 'unknown']),
  /** The purpose of the permission and, when it is missing, what to do. A sentence. */
  message: z.string(),
});
export type DiscordCheck = z.infer<typeof discordCheckSchema>;

const named = z.object({ id: z.string(), name: z.string() });

/** Known facts about a signed-in bot and its permissions. Null is unknown, as without a connection. */
export const discordFactsSchema = z.object({
  bot: named.nullable(),
  server: named.nullable(),
  channel: named.nullable(),
  intents: z.array(discordCheckSchema),
  permissions: z.array(discordCheckSchema),
  /** Number of sign-ins in the last hour, and the allowed number. */
  signIns: z.object({ used: z.number().int(), allowed: z.number().int() }).nullable(),
  /** The URL that invites the bot with all permissions it needs. */
  inviteUrl: z.string().nullable(),
});
export type DiscordFacts = z.infer<typeof discordFactsSchema>;

/** The slash commands registered with Discord. */
export const slashStateSchema = z.object({
  state: z.enum(['off', 'offered', 'refused', 'unknown']),
  /** The state, in a sentence. */
  message: z.string(),
  /** Command names without the slash. */
  commands: z.array(z.string()),
  /** Number of answered commands since the component started. */
  answered: z.number().int(),
});
export type SlashState = z.infer<typeof slashStateSchema>;

/** The announcement of one stream. */
export const goLiveNoticeSchema = z.object({
  id: z.string(),
  /**
   * `due` until it is posted on Discord, `over` once it shows the end of the stream, `given-up` when Discord
   * refuses it.
   */
  state: z.enum(['due', 'posted', 'over', 'given-up']),
  /** Time when the stream was first seen live, epoch milliseconds. */
  startedAt: z.number(),
  /** Time when the stream was last seen live, epoch milliseconds. */
  seenAt: z.number(),
  postedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  channelId: z.string().nullable(),
  channelTitle: z.string().nullable(),
  messageId: z.string().nullable(),
  /** The webhook that posted it, when it was posted under another name. */
  webhookId: z.string().nullable(),
  text: z.string(),
  /** Start of an attempt to post it whose outcome is unknown; null when there is none. */
  triedAt: z.number().nullable(),
});
export type GoLiveNotice = z.infer<typeof goLiveNoticeSchema>;

export const goLiveStateSchema = z.object({
  enabled: z.boolean(),
  /** Its current state, in a sentence. */
  message: z.string(),
  last: goLiveNoticeSchema.nullable(),
});
export type GoLiveState = z.infer<typeof goLiveStateSchema>;

/** The id of an object on Discord in a request. */
export const discordIdSchema = z.string().regex(/^\d{1,20}$/, 'A Discord id must be a number');

/** The location of one of our messages on Discord. */
export const discordMessagePlaceSchema = z.object({
  channelId: discordIdSchema,
  messageId: discordIdSchema,
  /** The webhook that posted it, when it was posted under another name. */
  webhookId: discordIdSchema.nullable().default(null),
});

/** A message that Cuelight posted on Discord. */
export const discordPostedSchema = z.object({
  channelId: z.string(),
  channelTitle: z.string(),
  messageId: z.string(),
  webhookId: z.string().nullable(),
  text: z.string(),
});
