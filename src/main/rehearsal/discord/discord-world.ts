import { Emitter, type Clock, type JsonObject } from '#shared/kernel/index.ts';
import type { CastMember } from '../platform-ports.ts';
import {
  channelPayload,
  guildPayload,
  memberPayload,
  messagePayload,
  standardRoles,
  type RehearsalChannel,
  type RehearsalMessage,
  type RehearsalRole,
  type RehearsalUser,
} from './payloads.ts';
import { deniedBits, type BotPermissions } from './permissions.ts';
import { createSnowflakes } from './snowflakes.ts';

/** An event that the gateway dispatches to its clients. */
export interface Dispatch {
  readonly topic: string;
  readonly data: JsonObject;
  /**
   * The message of a message event. Its author decides who may read the text without the Message Content
   * intent.
   */
  readonly message?: RehearsalMessage;
}

/** All permissions. */
const everything = (1n << 53n) - 1n;
const maxMessages = 500;
const maxUsers = 5_000;
const guildName = 'Rehearsal Hall';
const channelName = 'stream-chat';
const secondChannelName = 'announcements';

/** Properties of a message besides author and text. */
export interface PostOptions {
  /** The channel of the message; by default the stream's chat. */
  readonly channelId?: string;
  readonly replyTo?: RehearsalMessage | undefined;
  readonly nonce?: string | number | null;
  readonly mentions?: readonly RehearsalUser[];
  readonly webhookId?: string;
  readonly applicationId?: string | null;
  readonly answers?: RehearsalMessage['answers'];
  readonly ephemeral?: boolean;
  readonly loading?: boolean;
  readonly extras?: JsonObject;
}

/**
 * One simulated guild with its members and messages in two text channels: the stream's chat and
 * announcements. Emits every change as Discord's gateway would dispatch it. Knows nothing of HTTP or sockets.
 */
export class DiscordWorld {
  readonly applicationId: string;
  readonly bot: RehearsalUser;
  readonly guildId: string;
  /** The stream's chat. */
  readonly channelId: string;
  readonly announcementsId: string;
  readonly #clock: Clock;
  readonly #nextId: () => string;
  readonly #openedAt: number;
  readonly #ownerId: string;
  readonly #roles: readonly RehearsalRole[];
  readonly #usersByLogin = new Map<string, RehearsalUser>();
  readonly #channels = new Map<string, RehearsalChannel>();
  #messages: RehearsalMessage[] = [];
  #botPermissions: BotPermissions = { view: true, send: true };
  #botIsMember = true;
  readonly #listeners = new Emitter<[dispatch: Dispatch]>();

  constructor(clock: Clock) {
    const snowflakes = createSnowflakes(clock);
    this.#clock = clock;
    this.#nextId = () => snowflakes.next();
    this.#openedAt = clock.now();
    this.applicationId = snowflakes.next();
    this.guildId = snowflakes.next();
    this.channelId = snowflakes.next();
    this.#ownerId = snowflakes.next();
    this.#roles = standardRoles(this.guildId, this.#nextId);
    this.bot = {
      id: this.applicationId,
      username: 'Cuelight',
      globalName: null,
      bot: true,
      roleIds: this.#roles.slice(3).map(({ id }) => id),
    };
    this.announcementsId = snowflakes.next();
    for (const [id, name] of [
      [this.channelId, channelName],
      [this.announcementsId, secondChannelName],
    ] as const) {
      this.#channels.set(id, { id, name, botDenied: 0n });
    }
  }

  get botIsMember(): boolean {
    return this.#botIsMember;
  }

  /** Returns a new id. */
  nextId(): string {
    return this.#nextId();
  }

  /** Returns the messages of all channels, oldest first. */
  get messages(): readonly RehearsalMessage[] {
    return this.#messages;
  }

  onDispatch(listener: (dispatch: Dispatch) => void): Disposable {
    return this.#listeners.on(listener);
  }

  /** Returns the account of a cast member, created at the first call. */
  userOf(member: CastMember): RehearsalUser {
    const known = this.#usersByLogin.get(member.login);
    if (known) return known;
    if (this.#usersByLogin.size >= maxUsers) this.#usersByLogin.clear();
    const crewRole = this.#roles[1];
    const regularRole = this.#roles[2];
    const user: RehearsalUser = {
      id: member.roles.includes('broadcaster') ? this.#ownerId : this.#nextId(),
      username: member.login,
      globalName: member.displayName,
      bot: false,
      roleIds: [
        ...(member.roles.includes('moderator') && crewRole ? [crewRole.id] : []),
        ...(member.roles.includes('subscriber') && regularRole ? [regularRole.id] : []),
      ],
    };
    this.#usersByLogin.set(member.login, user);
    return user;
  }

  userById(id: string): RehearsalUser | undefined {
    if (id === this.bot.id) return this.bot;
    return [...this.#usersByLogin.values()].find((user) => user.id === id);
  }

  findMessage(id: string): RehearsalMessage | undefined {
    return this.#messages.find((message) => message.id === id);
  }

  post(author: RehearsalUser, content: string, options: PostOptions = {}): RehearsalMessage {
    const message: RehearsalMessage = {
      id: this.#nextId(),
      channelId: options.channelId ?? this.channelId,
      author,
      content,
      mentions: options.mentions ?? this.mentionedIn(content),
      sentAt: this.#clock.now(),
      editedAt: null,
      replyTo: options.replyTo ?? null,
      nonce: options.nonce ?? null,
      webhookId: options.webhookId ?? null,
      applicationId: options.applicationId ?? null,
      answers: options.answers ?? null,
      ephemeral: options.ephemeral ?? false,
      loading: options.loading ?? false,
      extras: options.extras ?? {},
    };
    this.#messages = [...this.#messages.slice(1 - maxMessages), message];
    this.#emitMessage('MESSAGE_CREATE', message);
    return message;
  }

  edit(id: string, content: string): RehearsalMessage | undefined {
    const before = this.findMessage(id);
    if (!before) return undefined;
    // Completing a deferred response does not count as an edit.
    const editedAt = before.loading ? before.editedAt : this.#clock.now();
    const after = { ...before, content, editedAt, loading: false };
    this.#messages = this.#messages.map((message) => (message.id === id ? after : message));
    this.#emitMessage('MESSAGE_UPDATE', after);
    return after;
  }

  remove(id: string): boolean {
    const before = this.findMessage(id);
    if (!before) return false;
    this.#messages = this.#messages.filter((message) => message.id !== id);
    const data = { id, channel_id: before.channelId, guild_id: this.guildId };
    if (!before.ephemeral) this.#emit({ topic: 'MESSAGE_DELETE', data });
    return true;
  }

  /** Deletes several messages of the channel at once. */
  removeMany(ids: readonly string[]): void {
    this.#messages = this.#messages.filter(({ id }) => !ids.includes(id));
    const data = { ids, channel_id: this.channelId, guild_id: this.guildId };
    this.#emit({ topic: 'MESSAGE_DELETE_BULK', data });
  }

  setBotPermissions(allowed: BotPermissions): void {
    this.#botPermissions = allowed;
    const channel = this.#channels.get(this.channelId);
    if (!channel) return;
    const changed = { ...channel, botDenied: deniedBits(allowed) };
    this.#channels.set(channel.id, changed);
    this.#emit({ topic: 'CHANNEL_UPDATE', data: channelPayload(changed, this.guildId, this.bot.id) });
  }

  deleteChannel(): void {
    const channel = this.#channels.get(this.channelId);
    if (!channel) return;
    const data = channelPayload(channel, this.guildId, this.bot.id);
    this.#channels.delete(channel.id);
    this.#messages = this.#messages.filter(({ channelId }) => channelId !== channel.id);
    this.#emit({ topic: 'CHANNEL_DELETE', data });
  }

  kickBot(): void {
    this.#botIsMember = false;
    this.#emit({ topic: 'GUILD_DELETE', data: { id: this.guildId } });
  }

  /** Returns the guild's accounts that a text mentions. */
  mentionedIn(content: string): readonly RehearsalUser[] {
    const ids = new Set([...content.matchAll(/<@!?(\d{1,20})>/g)].map((match) => match[1]));
    return [...ids].flatMap((id) => (id === undefined ? [] : (this.userById(id) ?? [])));
  }

  message(message: RehearsalMessage): JsonObject {
    return messagePayload(message, this.guildId, this.#openedAt);
  }

  channel(id: string): JsonObject | undefined {
    const channel = this.#channels.get(id);
    return channel && channelPayload(channel, this.guildId, this.bot.id);
  }

  channels(): readonly JsonObject[] {
    return [...this.#channels.values()].map((channel) => channelPayload(channel, this.guildId, this.bot.id));
  }

  /** Returns the bot's permissions in a channel. Only the stream's chat is ever closed to the bot. */
  permissionsIn(channelId: string): BotPermissions {
    return channelId === this.channelId ? this.#botPermissions : { view: true, send: true };
  }

  /** Emits an event for the bot alone. */
  dispatchToBot(topic: string, data: JsonObject): void {
    this.#emit({ topic, data });
  }

  guild(): JsonObject {
    return guildPayload({
      id: this.guildId,
      name: guildName,
      ownerId: this.#ownerId,
      roles: this.#roles,
    });
  }

  member(user: RehearsalUser): JsonObject {
    return memberPayload(user, this.#openedAt);
  }

  memberPermissions(user: RehearsalUser): bigint {
    if (user.id === this.#ownerId) return everything;
    return this.#roles
      .filter(({ id }) => id === this.guildId || user.roleIds.includes(id))
      .reduce((sum, role) => sum | role.permissions, 0n);
  }

  /** Returns the payload of GUILD_CREATE: the guild with its channels and the relevant members. */
  guildSnapshot(): JsonObject {
    return {
      ...this.guild(),
      joined_at: new Date(this.#openedAt).toISOString(),
      large: false,
      unavailable: false,
      member_count: this.#usersByLogin.size + 2,
      members: [this.member(this.bot)],
      channels: this.channels(),
      threads: [],
      presences: [],
      voice_states: [],
      stage_instances: [],
      guild_scheduled_events: [],
      soundboard_sounds: [],
    };
  }

  #emitMessage(topic: string, message: RehearsalMessage): void {
    if (!message.ephemeral) this.#emit({ topic, data: this.message(message), message });
  }

  #emit(dispatch: Dispatch): void {
    this.#listeners.emit(dispatch);
  }
}
