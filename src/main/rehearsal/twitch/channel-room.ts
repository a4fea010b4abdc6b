import type { Clock, IdSource } from '#shared/kernel/index.ts';
import type { CastMember } from '../platform-ports.ts';
import { formatTags } from './irc-lines.ts';

export const serverName = 'tmi.twitch.tv';
/** Maximum number of messages that a reply can name. */
const rememberedMessages = 500;

/** An emote of the simulated channel: its code and its id. */
const emotes: ReadonlyMap<string, string> = new Map([
  ['lanternWave', 'emotesv2_lantern_wave'],
  ['lanternHype', 'emotesv2_lantern_hype'],
  ['lanternGG', 'emotesv2_lantern_gg'],
  ['lanternLaugh', 'emotesv2_lantern_laugh'],
  ['lanternHeart', 'emotesv2_lantern_heart'],
]);

interface SaidMessage {
  readonly id: string;
  readonly member: CastMember;
  readonly text: string;
}

export interface SayOptions {
  readonly replyTo?: string;
  readonly firstMessage?: boolean;
  readonly nonce?: string;
}

/** Ends a sentence as Twitch's own notices end. */
const exclaim = (sentence: string): string => `${sentence}!`;

/** Returns a number for a name, always the same. */
const numberFor = (name: string): string => {
  let hash = 7;
  for (let index = 0; index < name.length; index += 1)
    hash = (hash * 31 + name.charCodeAt(index)) % 900_000_007;
  return String(100_000_000 + hash);
};

const badgeOfRole = {
  broadcaster: 'broadcaster/1',
  moderator: 'moderator/1',
  vip: 'vip/1',
  subscriber: 'subscriber/6',
};
const badgeOrder = ['broadcaster', 'moderator', 'vip', 'subscriber'] as const;

const badgesOf = (member: CastMember): string =>
  badgeOrder
    .filter((role) => member.roles.includes(role))
    .map((role) => badgeOfRole[role])
    .join(',');

/**
 * Returns the positions of the emotes in a text as Twitch counts them: in code points, both ends included.
 */
const emotesTagOf = (text: string): string => {
  const ranges = new Map<string, string[]>();
  let position = 0;
  for (const word of text.split(' ')) {
    const length = Array.from(word).length;
    const id = emotes.get(word);
    if (id !== undefined) ranges.set(id, [...(ranges.get(id) ?? []), `${position}-${position + length - 1}`]);
    position += length + 1;
  }
  return [...ranges].map(([id, spans]) => `${id}:${spans.join(',')}`).join('/');
};

/** The single channel of the simulated Twitch: its people, and the IRC lines that announce their actions. */
export class ChannelRoom {
  readonly name: string;
  readonly #clock: Clock;
  readonly #ids: IdSource;
  #said: SaidMessage[] = [];
  /** Chat modes, named as in ROOMSTATE. */
  readonly #modes = new Map([
    ['emote-only', '0'],
    ['followers-only', '-1'],
    ['r9k', '0'],
    ['slow', '0'],
    ['subs-only', '0'],
  ]);

  constructor(name: string, clock: Clock, ids: IdSource) {
    this.name = name;
    this.#clock = clock;
    this.#ids = ids;
  }

  get id(): string {
    // As on Twitch, a room has the number of the channel's owner.
    return numberFor(this.name);
  }

  /** Returns the author of a message; null when it is too old or never existed. */
  authorOf(messageId: string): CastMember | null {
    return this.#said.find((said) => said.id === messageId)?.member ?? null;
  }

  roomState(): string {
    return `${formatTags([...this.#modes, ['room-id', this.id]])} :${serverName} ROOMSTATE #${this.name}`;
  }

  /** Changes one mode and returns the ROOMSTATE that announces it. */
  setMode(name: string, value: string): string {
    this.#modes.set(name, value);
    return `${formatTags([
      [name, value],
      ['room-id', this.id],
    ])} :${serverName} ROOMSTATE #${this.name}`;
  }

  globalUserState(member: CastMember): string {
    const tags = formatTags([
      ['badge-info', ''],
      ['badges', ''],
      ['color', member.color ?? ''],
      ['display-name', member.displayName],
      ['emote-sets', '0'],
      ['user-id', numberFor(member.login)],
      ['user-type', ''],
    ]);
    return `${tags} :${serverName} GLOBALUSERSTATE`;
  }

  /** Returns the USERSTATE line on joining, or as the echo of a message with its id and nonce. */
  userState(member: CastMember, echo?: { readonly id: string; readonly nonce: string | undefined }): string {
    const tags = formatTags([
      ['badge-info', ''],
      ['badges', badgesOf(member)],
      ...(echo?.nonce === undefined ? [] : [['client-nonce', echo.nonce] as const]),
      ['color', member.color ?? ''],
      ['display-name', member.displayName],
      ['emote-sets', '0'],
      ...(echo ? [['id', echo.id] as const] : []),
      ['mod', member.roles.includes('moderator') ? '1' : '0'],
      ['subscriber', member.roles.includes('subscriber') ? '1' : '0'],
      ['user-type', member.roles.includes('moderator') ? 'mod' : ''],
    ]);
    return `${tags} :${serverName} USERSTATE #${this.name}`;
  }

  /** Returns a person's chat line, and remembers it for replies. */
  message(
    member: CastMember,
    text: string,
    options: SayOptions = {},
  ): { readonly id: string; readonly line: string } {
    const id = this.#ids.next();
    const parent =
      options.replyTo === undefined ? undefined : this.#said.find((said) => said.id === options.replyTo);
    // In a reply, Twitch puts the name before the text.
    const full = parent ? `@${parent.member.displayName} ${text}` : text;
    const inner = /^\/me /i.test(full) ? full.slice(4) : full;
    const tags = formatTags([
      ['badge-info', member.roles.includes('subscriber') ? 'subscriber/7' : ''],
      ['badges', badgesOf(member)],
      ...(options.nonce === undefined ? [] : [['client-nonce', options.nonce] as const]),
      ['color', member.color ?? ''],
      ['display-name', member.displayName],
      ['emotes', emotesTagOf(inner)],
      ['first-msg', options.firstMessage ? '1' : '0'],
      ['flags', ''],
      ['id', id],
      ['mod', member.roles.includes('moderator') ? '1' : '0'],
      ...(parent
        ? ([
            ['reply-parent-display-name', parent.member.displayName],
            ['reply-parent-msg-body', parent.text],
            ['reply-parent-msg-id', parent.id],
            ['reply-parent-user-id', numberFor(parent.member.login)],
            ['reply-parent-user-login', parent.member.login],
          ] as const)
        : []),
      ['returning-chatter', '0'],
      ['room-id', this.id],
      ['subscriber', member.roles.includes('subscriber') ? '1' : '0'],
      ['tmi-sent-ts', String(Math.round(this.#clock.now()))],
      ['turbo', '0'],
      ['user-id', numberFor(member.login)],
      ['user-type', member.roles.includes('moderator') ? 'mod' : ''],
    ]);
    this.#said.push({ id, member, text: full });
    if (this.#said.length > rememberedMessages) this.#said = this.#said.slice(-rememberedMessages / 2);
    const body = inner === full ? full : `\x01ACTION ${inner}\x01`;
    return { id, line: `${tags} ${this.#prefix(member.login)} PRIVMSG #${this.name} :${body}` };
  }

  raid(member: CastMember, viewers: number): string {
    return this.#userNotice(
      member,
      'raid',
      exclaim(`${viewers} raiders from ${member.displayName} have joined`),
      [
        ['msg-param-displayName', member.displayName],
        ['msg-param-login', member.login],
        ['msg-param-viewerCount', String(viewers)],
      ],
    );
  }

  subscription(member: CastMember, months: number, text = ''): string {
    const kind = months > 1 ? 'resub' : 'sub';
    const words = exclaim(
      `${member.displayName} subscribed at Tier 1. They've subscribed for ${months} months`,
    );
    const params = [
      ['msg-param-cumulative-months', String(months)],
      ['msg-param-sub-plan', '1000'],
    ] as const;
    return `${this.#userNotice(member, kind, words, params)}${text === '' ? '' : ` :${text}`}`;
  }

  clear(): string {
    const tags = formatTags([
      ['room-id', this.id],
      ['tmi-sent-ts', String(Math.round(this.#clock.now()))],
    ]);
    return `${tags} :${serverName} CLEARCHAT #${this.name}`;
  }

  /** Returns the CLEARMSG line for a deleted message. */
  deletion(messageId: string, member: CastMember): string {
    const text = this.#said.find((said) => said.id === messageId)?.text ?? '';
    const tags = formatTags([
      ['login', member.login],
      ['room-id', this.id],
      ['target-msg-id', messageId],
      ['tmi-sent-ts', String(Math.round(this.#clock.now()))],
    ]);
    return `${tags} :${serverName} CLEARMSG #${this.name} :${text}`;
  }

  /** Returns the CLEARCHAT line for a timeout; null seconds is a ban. */
  timeOut(login: string, seconds: number | null): string {
    const tags = formatTags([
      ...(seconds === null ? [] : [['ban-duration', String(seconds)] as const]),
      ['room-id', this.id],
      ['target-user-id', numberFor(login)],
      ['tmi-sent-ts', String(Math.round(this.#clock.now()))],
    ]);
    return `${tags} :${serverName} CLEARCHAT #${this.name} :${login}`;
  }

  notice(msgId: string, text: string): string {
    return `${formatTags([['msg-id', msgId]])} :${serverName} NOTICE #${this.name} :${text}`;
  }

  join(login: string): string {
    return `${this.#prefix(login)} JOIN #${this.name}`;
  }

  #prefix(login: string): string {
    return `:${login}!${login}@${login}.${serverName}`;
  }

  #userNotice(
    member: CastMember,
    kind: string,
    words: string,
    params: readonly (readonly [string, string])[],
  ): string {
    const tags = formatTags([
      ['badge-info', ''],
      ['badges', badgesOf(member)],
      ['color', member.color ?? ''],
      ['display-name', member.displayName],
      ['id', this.#ids.next()],
      ['login', member.login],
      ['msg-id', kind],
      ...params,
      ['room-id', this.id],
      ['system-msg', words],
      ['tmi-sent-ts', String(Math.round(this.#clock.now()))],
      ['user-id', numberFor(member.login)],
    ]);
    return `${tags} :${serverName} USERNOTICE #${this.name}`;
  }
}
