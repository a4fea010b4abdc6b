import { z } from 'zod';
import { err, ok, type Result } from '../kernel/index.ts';
import { chatPlatformSchema } from './platform.ts';
import { atMostCharacters, longestKeptMessage } from './text-limits.ts';

export const chatRoles = ['viewer', 'subscriber', 'vip', 'moderator', 'broadcaster', 'operator'] as const;
export const chatRoleSchema = z.enum(chatRoles);
export type ChatRole = z.infer<typeof chatRoleSchema>;

/** The ways to remove a message from chat: alone, with its author's messages, or with all messages. */
export const chatRemovalWays = ['deleted', 'timed-out', 'banned', 'cleared'] as const;
export const chatRemovalSchema = z.object({
  by: z.enum(chatRemovalWays),
  /** Duration of a time-out in seconds. */
  seconds: z.number().optional(),
  /** The reason from the platform. Omitted when it gave none. */
  reason: z.string().max(500).optional(),
});
export type ChatRemoval = z.infer<typeof chatRemovalSchema>;

/**
 * A chat message in the form that the whole program uses, whatever its platform. Text is plain text, never
 * markup.
 */
export const chatMessageSchema = z.object({
  /** The platform's id. Our own messages have an id of ours until the platform assigns one. */
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
  /** Ranges in UTF-16 units, `to` exclusive, sorted and without overlap. */
  emotes: z.array(z.object({ id: z.string(), from: z.number().int(), to: z.number().int() })),
  replyTo: z.string().nullable(),
  firstMessage: z.boolean(),
  /** Set when the message came from another channel of a shared chat. */
  sharedFrom: z.string().nullable(),
  /** Written with `/me`. */
  action: z.boolean(),
  /** Sent by one of our own accounts. */
  own: z.boolean(),
  /** The cause of one of our own messages: a component id and, for a reply, the message id. */
  ownCause: z.object({ componentId: z.string(), messageId: z.string().nullable() }).nullable(),
  /** Epoch milliseconds: the platform's time if it gives one. */
  at: z.number(),
  /**
   * Time of the author's last edit, epoch milliseconds; the text is the current one. Omitted for an unedited
   * message.
   */
  editedAt: z.number().optional(),
  /** Time of removal from chat, epoch milliseconds. The text stays. */
  deletedAt: z.number().optional(),
  /**
   * The kind of removal. Omitted while the message is visible, and in old records, which have only
   * `deletedAt`.
   */
  removed: chatRemovalSchema.optional(),
});
export type ChatMessage = z.infer<typeof chatMessageSchema>;

/**
 * Validates a message that a bridge built from its platform's data; the rest of the program trusts it. On an
 * error, returns the second half of a sentence that names the invalid field, never its content.
 */
export const readChatMessage = (value: unknown): Result<ChatMessage, string> => {
  const parsed = chatMessageSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  return err(
    `its ${issue?.path.join('.') || 'form'} does not fit (${issue?.message ?? 'no reason is known'})`,
  );
};

/** The platform's answer to one of our messages: `accepted` only after a confirmation. */
export const chatDeliverySchema = z.object({
  result: z.enum(['delivered', 'sent-unconfirmed', 'refused']),
  messageId: z.string().nullable(),
  /** A sentence: the reason for a refusal, or that the platform gives no confirmation. */
  message: z.string(),
});
export type ChatDelivery = z.infer<typeof chatDeliverySchema>;
