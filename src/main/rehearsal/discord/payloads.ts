import type { JsonObject } from '#shared/kernel/index.ts';
import { botRolePermissions, everyonePermissions, moderatorPermissions } from './permissions.ts';

/** An account in the rehearsal. */
export interface RehearsalUser {
  readonly id: string;
  readonly username: string;
  readonly globalName: string | null;
  readonly bot: boolean;
  readonly roleIds: readonly string[];
  /** The avatar of a webhook's message; no other author has one. */
  readonly avatarUrl?: string | null;
}

/** A message in the rehearsal. */
export interface RehearsalMessage {
  readonly id: string;
  readonly channelId: string;
  readonly author: RehearsalUser;
  readonly content: string;
  readonly mentions: readonly RehearsalUser[];
  readonly sentAt: number;
  readonly editedAt: number | null;
  /** The message that this message replies to. */
  readonly replyTo: RehearsalMessage | null;
  readonly nonce: string | number | null;
  /** The webhook that posted the message; its author is not an account. */
  readonly webhookId: string | null;
  /** The application that owns the webhook; null when a person created it. */
  readonly applicationId: string | null;
  /** The use of a slash command that this message responds to. */
  readonly answers: { readonly interactionId: string; readonly user: RehearsalUser } | null;
  /** True when only the user of the command can see the message. */
  readonly ephemeral: boolean;
  /** True for a deferred response that has no content yet. */
  readonly loading: boolean;
  /** Fields of Discord's own format for content besides text. */
  readonly extras: JsonObject;
}

export interface RehearsalRole {
  readonly id: string;
  readonly name: string;
  readonly color: number;
  readonly permissions: bigint;
  readonly position: number;
}

export interface RehearsalChannel {
  readonly id: string;
  readonly name: string;
  /** Permission bits that the bot is denied here. */
  readonly botDenied: bigint;
}

const messageTypes = { default: 0, reply: 19, chatInputCommand: 20 } as const;
const messageFlags = { ephemeral: 1 << 6, loading: 1 << 7 } as const;
const memberOverwrite = 1;
const textChannel = 0;

export const userPayload = (user: RehearsalUser): JsonObject => ({
  id: user.id,
  username: user.username,
  global_name: user.globalName,
  discriminator: '0',
  avatar: user.avatarUrl ?? null,
  bot: user.bot,
  public_flags: 0,
});

const memberFacts = (user: RehearsalUser, joinedAt: number): JsonObject => ({
  nick: null,
  avatar: null,
  roles: user.roleIds,
  joined_at: new Date(joinedAt).toISOString(),
  premium_since: null,
  deaf: false,
  mute: false,
  pending: false,
  communication_disabled_until: null,
  flags: 0,
});

export const memberPayload = (user: RehearsalUser, joinedAt: number): JsonObject => ({
  ...memberFacts(user, joinedAt),
  user: userPayload(user),
});

const rolePayload = (role: RehearsalRole): JsonObject => ({
  id: role.id,
  name: role.name,
  color: role.color,
  colors: { primary_color: role.color, secondary_color: null, tertiary_color: null },
  hoist: false,
  icon: null,
  unicode_emoji: null,
  position: role.position,
  permissions: role.permissions.toString(),
  managed: false,
  mentionable: false,
  flags: 0,
});

export const channelPayload = (channel: RehearsalChannel, guildId: string, botId: string): JsonObject => ({
  id: channel.id,
  type: textChannel,
  guild_id: guildId,
  name: channel.name,
  topic: null,
  position: 0,
  nsfw: false,
  parent_id: null,
  rate_limit_per_user: 0,
  last_message_id: null,
  permission_overwrites:
    channel.botDenied === 0n
      ? []
      : [{ id: botId, type: memberOverwrite, allow: '0', deny: channel.botDenied.toString() }],
});

const typeOf = ({ answers, replyTo }: RehearsalMessage): number => {
  if (answers) return messageTypes.chatInputCommand;
  return replyTo ? messageTypes.reply : messageTypes.default;
};

export const messagePayload = (message: RehearsalMessage, guildId: string, joinedAt: number): JsonObject => ({
  id: message.id,
  type: typeOf(message),
  channel_id: message.channelId,
  guild_id: guildId,
  author: userPayload(message.author),
  // The author of a webhook's message is not a member of the guild.
  ...(message.webhookId === null
    ? { member: memberFacts(message.author, joinedAt) }
    : {
        webhook_id: message.webhookId,
        ...(message.applicationId === null ? {} : { application_id: message.applicationId }),
      }),
  content: message.content,
  timestamp: new Date(message.sentAt).toISOString(),
  edited_timestamp: message.editedAt === null ? null : new Date(message.editedAt).toISOString(),
  tts: false,
  mention_everyone: false,
  mentions: message.mentions.map((user) => ({ ...userPayload(user), member: memberFacts(user, joinedAt) })),
  mention_roles: [],
  attachments: [],
  embeds: [],
  components: [],
  pinned: false,
  flags: (message.ephemeral ? messageFlags.ephemeral : 0) | (message.loading ? messageFlags.loading : 0),
  ...(message.answers
    ? {
        interaction_metadata: {
          id: message.answers.interactionId,
          type: 2,
          user: userPayload(message.answers.user),
          authorizing_integration_owners: { '0': guildId },
        },
      }
    : {}),
  ...(message.nonce === null ? {} : { nonce: message.nonce }),
  ...message.extras,
  ...(message.replyTo
    ? {
        message_reference: {
          type: 0,
          message_id: message.replyTo.id,
          channel_id: message.channelId,
          guild_id: guildId,
        },
        referenced_message: messagePayload({ ...message.replyTo, replyTo: null }, guildId, joinedAt),
      }
    : {}),
});

/** Returns the message as a bot without the Message Content intent receives it. */
export const withoutContent = (payload: JsonObject): JsonObject => ({
  ...payload,
  content: '',
  embeds: [],
  attachments: [],
  components: [],
});

export const guildPayload = (guild: {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly roles: readonly RehearsalRole[];
}): JsonObject => ({
  id: guild.id,
  name: guild.name,
  icon: null,
  splash: null,
  discovery_splash: null,
  owner_id: guild.ownerId,
  afk_channel_id: null,
  afk_timeout: 300,
  verification_level: 1,
  default_message_notifications: 1,
  explicit_content_filter: 0,
  roles: guild.roles.map(rolePayload),
  emojis: [],
  stickers: [],
  features: [],
  mfa_level: 0,
  application_id: null,
  system_channel_id: null,
  system_channel_flags: 0,
  rules_channel_id: null,
  vanity_url_code: null,
  description: null,
  banner: null,
  premium_tier: 0,
  premium_subscription_count: 0,
  premium_progress_bar_enabled: false,
  preferred_locale: 'en-US',
  public_updates_channel_id: null,
  nsfw_level: 0,
  hub_type: null,
  safety_alerts_channel_id: null,
});

/** The roles of every rehearsal guild. The first is @everyone and has the guild's own id. */
export const standardRoles = (guildId: string, nextId: () => string): readonly RehearsalRole[] => [
  { id: guildId, name: '@everyone', color: 0, permissions: everyonePermissions, position: 0 },
  { id: nextId(), name: 'Stage crew', color: 0x2f9e44, permissions: moderatorPermissions, position: 2 },
  { id: nextId(), name: 'Regulars', color: 0x9775fa, permissions: everyonePermissions, position: 1 },
  { id: nextId(), name: 'Cuelight', color: 0, permissions: botRolePermissions, position: 3 },
];
