import type { Clock, JsonObject } from '#shared/kernel/index.ts';
import type { CastMember } from '../port.ts';
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

/** Something that the gateway tells its clients. */
export interface Dispatch {
  readonly topic: string;
  readonly data: JsonObject;
  /** Set for messages: who wrote it decides who may read the text without the Message Content intent. */
  readonly message?: RehearsalMessage;
}

const keptMessages = 500;
const keptUsers = 5_000;
const guildName = 'Rehearsal Hall';
const channelName = 'stream-chat';

/**
 * One pretended guild with one text channel: who is in it, what was written. Whatever changes is told to the
 * listeners as Discord's gateway would put it. Knows nothing of HTTP or sockets.
 */
export class DiscordWorld {
  readonly applicationId: string;
  readonly bot: RehearsalUser;
  readonly guildId: string;
  readonly channelId: string;
  readonly #clock: Clock;
  readonly #nextId: () => string;
  readonly #openedAt: number;
  readonly #ownerId: string;
  readonly #roles: readonly RehearsalRole[];
  readonly #usersByLogin = new Map<string, RehearsalUser>();
  #channel: RehearsalChannel | null;
  #messages: RehearsalMessage[] = [];
  #botPermissions: BotPermissions = { view: true, send: true };
  #botIsMember = true;
  readonly #listeners = new Set<(dispatch: Dispatch) => void>();

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
      roleIds: [],
    };
    this.#channel = { id: this.channelId, name: channelName, botDenied: 0n };
  }

  get botIsMember(): boolean {
    return this.#botIsMember;
  }

  get botPermissions(): BotPermissions {
    return this.#botPermissions;
  }

  get messages(): readonly RehearsalMessage[] {
    return this.#messages;
  }

  onDispatch(listener: (dispatch: Dispatch) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** The account of a cast member, made at the first call. */
  userOf(member: CastMember): RehearsalUser {
    const known = this.#usersByLogin.get(member.login);
    if (known) return known;
    if (this.#usersByLogin.size >= keptUsers) this.#usersByLogin.clear();
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

  post(
    author: RehearsalUser,
    content: string,
    options: {
      readonly replyTo?: RehearsalMessage | undefined;
      readonly nonce?: string | number | null;
      readonly mentions?: readonly RehearsalUser[];
    } = {},
  ): RehearsalMessage {
    const message: RehearsalMessage = {
      id: this.#nextId(),
      channelId: this.channelId,
      author,
      content,
      mentions: options.mentions ?? this.mentionedIn(content),
      sentAt: this.#clock.now(),
      editedAt: null,
      replyTo: options.replyTo ?? null,
      nonce: options.nonce ?? null,
    };
    this.#messages = [...this.#messages.slice(1 - keptMessages), message];
    this.#tell({ topic: 'MESSAGE_CREATE', data: this.message(message), message });
    return message;
  }

  edit(id: string, content: string): RehearsalMessage | undefined {
    const before = this.findMessage(id);
    if (!before) return undefined;
    const after = { ...before, content, editedAt: this.#clock.now() };
    this.#messages = this.#messages.map((message) => (message.id === id ? after : message));
    this.#tell({ topic: 'MESSAGE_UPDATE', data: this.message(after), message: after });
    return after;
  }

  remove(id: string): boolean {
    if (!this.findMessage(id)) return false;
    this.#messages = this.#messages.filter((message) => message.id !== id);
    this.#tell({
      topic: 'MESSAGE_DELETE',
      data: { id, channel_id: this.channelId, guild_id: this.guildId },
    });
    return true;
  }

  setBotPermissions(allowed: BotPermissions): void {
    this.#botPermissions = allowed;
    if (!this.#channel) return;
    this.#channel = { ...this.#channel, botDenied: deniedBits(allowed) };
    this.#tell({ topic: 'CHANNEL_UPDATE', data: channelPayload(this.#channel, this.guildId, this.bot.id) });
  }

  deleteChannel(): void {
    if (!this.#channel) return;
    const data = channelPayload(this.#channel, this.guildId, this.bot.id);
    this.#channel = null;
    this.#messages = [];
    this.#tell({ topic: 'CHANNEL_DELETE', data });
  }

  kickBot(): void {
    this.#botIsMember = false;
    this.#tell({ topic: 'GUILD_DELETE', data: { id: this.guildId } });
  }

  /** The accounts that a text mentions and that the guild knows. */
  mentionedIn(content: string): readonly RehearsalUser[] {
    const ids = new Set([...content.matchAll(/<@!?(\d{1,20})>/g)].map((match) => match[1]));
    return [...ids].flatMap((id) => (id === undefined ? [] : (this.userById(id) ?? [])));
  }

  message(message: RehearsalMessage): JsonObject {
    return messagePayload(message, this.guildId, this.#openedAt);
  }

  channel(): JsonObject | undefined {
    return this.#channel ? channelPayload(this.#channel, this.guildId, this.bot.id) : undefined;
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

  /** What GUILD_CREATE carries: the guild with its channels and the members that matter. */
  guildSnapshot(): JsonObject {
    const channel = this.channel();
    return {
      ...this.guild(),
      joined_at: new Date(this.#openedAt).toISOString(),
      large: false,
      unavailable: false,
      member_count: this.#usersByLogin.size + 2,
      members: [this.member(this.bot)],
      channels: channel ? [channel] : [],
      threads: [],
      presences: [],
      voice_states: [],
      stage_instances: [],
      guild_scheduled_events: [],
      soundboard_sounds: [],
    };
  }

  #tell(dispatch: Dispatch): void {
    for (const listener of this.#listeners) listener(dispatch);
  }
}
