import { z } from 'zod';
import { err, ok, type Result } from '../kernel/index.ts';
import { chatPlatformSchema } from './platform.ts';
import { atMostCharacters, longestKeptMessage } from './text-limits.ts';

export const chatRoles = ['viewer', 'subscriber', 'vip', 'moderator', 'broadcaster', 'operator'] as const;
export const chatRoleSchema = z.enum(chatRoles);
export type ChatRole = z.infer<typeof chatRoleSchema>;

/** The ways in which a message leaves a chat: by itself, with its author, or with all others. */
export const chatRemovalWays = ['deleted', 'timed-out', 'banned', 'cleared'] as const;
export const chatRemovalSchema = z.object({
  by: z.enum(chatRemovalWays),
  /** Seconds of a time-out. */
  seconds: z.number().optional(),
  /** The reason that the platform gave. Left out when it gave none. */
  reason: z.string().max(500).optional(),
});
export type ChatRemoval = z.infer<typeof chatRemovalSchema>;

/** A message as every part of the program sees it, whatever platform it came from. Text is text, never markup. */
export const chatMessageSchema = z.object({
  /** The platform's own id, or one of ours for our own messages until the platform gives one. */
  id: z.string().min(1).max(200),
  platform: chatPlatformSchema,
  /** Twitch: the channel's login. Discord: the channel's id. */
  channel: z.string(),
  channelTitle: z.string(),
  userId: z.string(),
  userName: z.string(),
  displayName: z.string(),
  /** `#RRGGBB`, or null when the platform gives none. */
  color: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/)
    .nullable(),
  roles: z.array(chatRoleSchema),
  text: z.string().check(atMostCharacters(longestKeptMessage)),
  /** Ranges in UTF-16 units, `to` exclusive, in order and without overlap. */
  emotes: z.array(z.object({ id: z.string(), from: z.number().int(), to: z.number().int() })),
  replyTo: z.string().nullable(),
  firstMessage: z.boolean(),
  /** Set when the message came from another channel of a shared chat. */
  sharedFrom: z.string().nullable(),
  /** Written with `/me`. */
  action: z.boolean(),
  /** Sent by one of our own accounts. */
  own: z.boolean(),
  /** What caused one of our own messages: a component id and, for a reply, the message's id. */
  ownCause: z.object({ componentId: z.string(), messageId: z.string().nullable() }).nullable(),
  /** Epoch milliseconds, the platform's where it gives one. */
  at: z.number(),
  /** When its author last changed it, epoch milliseconds; the text is the present one. Left out while it is as it was. */
  editedAt: z.number().optional(),
  /** When it was removed from the chat, in whatever way, epoch milliseconds. The text is what it said. */
  deletedAt: z.number().optional(),
  /** The way in which it was removed. Left out while it stands, and in old records, which know deletions only. */
  removed: chatRemovalSchema.optional(),
});
export type ChatMessage = z.infer<typeof chatMessageSchema>;

/**
 * Checks a message that a bridge made of what its platform sent. Inside the program it is trusted from then on. Answers
 * with the second half of a sentence when something does not fit: its place, and never what it says.
 */
export const readChatMessage = (value: unknown): Result<ChatMessage, string> => {
  const parsed = chatMessageSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  return err(
    `its ${issue?.path.join('.') || 'form'} does not fit (${issue?.message ?? 'no reason is known'})`,
  );
};

/** What a platform said about a message of ours: `accepted` only when it confirmed it. */
export const chatDeliverySchema = z.object({
  result: z.enum(['delivered', 'sent-unconfirmed', 'refused']),
  messageId: z.string().nullable(),
  /** A sentence: why it was refused, or that the platform confirms nothing here. */
  message: z.string(),
});
export type ChatDelivery = z.infer<typeof chatDeliverySchema>;
