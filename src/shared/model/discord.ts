import { z } from 'zod';

/** Something that the Discord bot may do, or was let do, and what it is needed for. */
export const discordCheckSchema = z.object({
  /** As Discord names it: "Send Messages", "Message Content". */
  name: z.string(),
  state: z.enum(['yes', 'no', 'unknown']),
  /** What it is for and, where it is missing, what to do. A sentence. */
  message: z.string(),
});
export type DiscordCheck = z.infer<typeof discordCheckSchema>;

const named = z.object({ id: z.string(), name: z.string() });

/** What a signed-in bot is known to be and to be allowed; `null` is not known, as it is while there is no connection. */
export const discordFactsSchema = z.object({
  bot: named.nullable(),
  server: named.nullable(),
  channel: named.nullable(),
  intents: z.array(discordCheckSchema),
  permissions: z.array(discordCheckSchema),
  /** Sign-ins of the last hour, and how many of them are allowed. */
  signIns: z.object({ used: z.number().int(), allowed: z.number().int() }).nullable(),
  /** The address by which the bot is invited with all that it needs. */
  inviteUrl: z.string().nullable(),
});
export type DiscordFacts = z.infer<typeof discordFactsSchema>;

/** The slash commands on Discord's side. */
export const slashStateSchema = z.object({
  state: z.enum(['off', 'offered', 'refused', 'unknown']),
  /** How it is, in a sentence. */
  message: z.string(),
  /** Their names without the slash. */
  commands: z.array(z.string()),
  /** Since the component was started. */
  answered: z.number().int(),
});
export type SlashState = z.infer<typeof slashStateSchema>;

/** One announcement of one stream. */
export const goLiveNoticeSchema = z.object({
  id: z.string(),
  /** `due` until it stands on Discord, `over` once it tells of the end, `given-up` when Discord will not take it. */
  state: z.enum(['due', 'posted', 'over', 'given-up']),
  /** When the stream was first seen on the air, epoch milliseconds. */
  startedAt: z.number(),
  /** When it was last seen on the air. */
  seenAt: z.number(),
  postedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  channelId: z.string().nullable(),
  channelTitle: z.string().nullable(),
  messageId: z.string().nullable(),
  /** The webhook that wrote it, when it was posted under another name. */
  webhookId: z.string().nullable(),
  text: z.string(),
  /** When a try to post it began of which nobody knows how it ended; null when there is none. */
  triedAt: z.number().nullable(),
});
export type GoLiveNotice = z.infer<typeof goLiveNoticeSchema>;

export const goLiveStateSchema = z.object({
  enabled: z.boolean(),
  /** What it does now, in a sentence. */
  message: z.string(),
  last: goLiveNoticeSchema.nullable(),
});
export type GoLiveState = z.infer<typeof goLiveStateSchema>;

/** An id of something on Discord, as what is asked of us names it. */
export const discordIdSchema = z.string().regex(/^\d{1,20}$/, 'A Discord id is a number');

/** Where a message of ours stands on Discord. */
export const discordMessagePlaceSchema = z.object({
  channelId: discordIdSchema,
  messageId: discordIdSchema,
  /** The webhook that wrote it, when it was posted under another name. */
  webhookId: discordIdSchema.nullable().default(null),
});

/** A message that we posted on Discord. */
export const discordPostedSchema = z.object({
  channelId: z.string(),
  channelTitle: z.string(),
  messageId: z.string(),
  webhookId: z.string().nullable(),
  text: z.string(),
});
