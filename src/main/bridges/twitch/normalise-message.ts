import { err, ok, type Result } from '#shared/kernel/index.ts';
import type { ChatMessage, ChatRole } from '#shared/model/index.ts';
import { cleanChatText, cleanName, type CleanText } from './chat-text.ts';
import { channelOf, nickOf, trailingOf, type IrcMessage } from './irc-message.ts';

/** Reasons for which a line is not a valid chat message. */
export const refusalReasons = [
  'no-author',
  'no-text',
  'other-channel',
  'bad-id',
  'line-too-long',
  'unreadable',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** A line that should be a chat message but is invalid. */
export interface Refusal {
  readonly reason: RefusalReason;
  readonly messageId: string | null;
  /** Details in place of the reason's text: completes a sentence about the message. */
  readonly problem?: string;
}

const problems: Readonly<Record<RefusalReason, string>> = {
  'no-author': 'it has no author',
  'no-text': 'it has no text',
  'other-channel': 'it is about another channel',
  'bad-id': 'its ID is invalid',
  'line-too-long': 'its line is too long',
  unreadable: 'its line is unreadable',
};

/** Returns the problem as the end of a sentence about the message. */
export const problemOf = ({ reason, problem = problems[reason] }: Refusal): string => problem;

/** The parts of the connection that the normaliser needs. */
export interface NormaliserContext {
  /** The channel's login; lines of another channel are refused. */
  readonly channel: string;
  readonly ownLogin: string | null;
  readonly ownUserId: string | null;
  /** Our clock, epoch milliseconds, for lines without a usable time. */
  readonly now: number;
  /** Returns an id for a message that came without one. */
  nextId(): string;
}

const actionMarker = '\u0001';
const actionStart = `${actionMarker}ACTION`;
const maxEmotes = 500;
/**
 * Twitch started in 2011. An earlier time is an error, and so is a time more than a minute ahead of our
 * clock.
 */
const earliestTime = Date.UTC(2011, 0, 1);
const clockSlackMs = 60_000;

const roleOfBadge: ReadonlyMap<string, ChatRole> = new Map([
  ['broadcaster', 'broadcaster'],
  ['moderator', 'moderator'],
  ['lead_moderator', 'moderator'],
  ['vip', 'vip'],
  ['subscriber', 'subscriber'],
  ['founder', 'subscriber'],
]);
const roleOrder: readonly ChatRole[] = ['broadcaster', 'moderator', 'vip', 'subscriber'];

/** Returns the roles from badges and the older flags, highest first; `viewer` when there is no other. */
export const rolesOf = (tags: ReadonlyMap<string, string>): ChatRole[] => {
  const found = new Set<ChatRole>();
  for (const badge of (tags.get('badges') ?? '').split(',')) {
    const role = roleOfBadge.get(badge.split('/', 1)[0] ?? '');
    if (role) found.add(role);
  }
  if (tags.get('mod') === '1' && !found.has('broadcaster')) found.add('moderator');
  if (tags.get('vip') === '1') found.add('vip');
  if (tags.get('subscriber') === '1') found.add('subscriber');
  return found.size === 0 ? ['viewer'] : roleOrder.filter((role) => found.has(role));
};

type EmoteRange = ChatMessage['emotes'][number];

/**
 * Returns emote ranges in UTF-16 units, `to` exclusive, in order, without ranges that overlap or are outside
 * the text.
 */
const emotesOf = (tag: string, clean: CleanText): EmoteRange[] => {
  const ranges: EmoteRange[] = [];
  for (const group of tag.split('/', maxEmotes)) {
    const colon = group.indexOf(':');
    if (colon <= 0) continue;
    const id = group.slice(0, colon).slice(0, 100);
    for (const span of group.slice(colon + 1).split(',', maxEmotes)) {
      const [, first, last] = /^(\d{1,5})-(\d{1,5})$/.exec(span) ?? [];
      if (first === undefined || last === undefined || Number(last) < Number(first)) continue;
      const from = clean.offsetOf(Number(first));
      const to = clean.offsetOf(Number(last) + 1);
      if (from !== null && to !== null && from < to) ranges.push({ id, from, to });
    }
  }
  ranges.sort((left, right) => left.from - right.from);
  const kept: EmoteRange[] = [];
  for (const range of ranges) {
    if (kept.length === maxEmotes) break;
    if (range.from >= (kept.at(-1)?.to ?? 0)) kept.push(range);
  }
  return kept;
};

/** Returns the time of a line by Twitch's clock, or now when its time is missing or implausible. */
export const timeOf = (tag: string | undefined, now: number): number => {
  const time = tag !== undefined && /^\d{1,16}$/.test(tag) ? Number(tag) : Number.NaN;
  return time >= earliestTime && time <= now + clockSlackMs ? time : now;
};

/** Returns an id from a tag; null when it is missing or invalid. */
export const idTag = (value: string | undefined): string | null =>
  value !== undefined && /^[\x21-\x7e]{1,200}$/.test(value) ? value : null;

/** Returns the text of a line, and whether it was sent with `/me`, which wraps it in markers. */
const readAction = (trailing: string): { readonly action: boolean; readonly text: string } => {
  if (!trailing.startsWith(actionStart)) return { action: false, text: trailing };
  const text = trailing.slice(actionStart.length).replace(/^ /, '');
  return { action: true, text: text.endsWith(actionMarker) ? text.slice(0, -1) : text };
};

/** Converts a PRIVMSG, or a USERNOTICE with text, to a chat message. Never throws. */
export const normaliseTwitchMessage = (
  line: IrcMessage,
  context: NormaliserContext,
): Result<ChatMessage, RefusalReason> => {
  const { tags } = line;
  if (channelOf(line) !== context.channel) return err('other-channel');
  // A USERNOTICE comes from the server, so its author is in a tag.
  const userName = cleanName(nickOf(line.prefix) ?? tags.get('login') ?? '').toLowerCase();
  if (userName === '') return err('no-author');
  const id = tags.get('id') === undefined ? context.nextId() : idTag(tags.get('id'));
  if (id === null) return err('bad-id');

  const said = readAction(trailingOf(line));
  const clean = cleanChatText(said.text);
  const text = clean.text.trimEnd();
  if (text === '') return err('no-text');

  const userId = cleanName(tags.get('user-id') ?? '');
  const color = tags.get('color') ?? '';
  const roomId = tags.get('room-id');
  const sourceRoomId = idTag(tags.get('source-room-id'));
  return ok({
    id,
    platform: 'twitch',
    channel: context.channel,
    channelTitle: `#${context.channel}`,
    userId,
    userName,
    displayName: cleanName(tags.get('display-name') ?? '') || userName,
    color: /^#[0-9a-fA-F]{6}$/.test(color) ? color : null,
    roles: rolesOf(tags),
    text,
    emotes: emotesOf(tags.get('emotes') ?? '', clean).filter((emote) => emote.to <= text.length),
    replyTo: idTag(tags.get('reply-parent-msg-id')),
    firstMessage: tags.get('first-msg') === '1',
    sharedFrom: sourceRoomId !== null && sourceRoomId !== roomId ? sourceRoomId : null,
    action: said.action,
    own: (userId !== '' && userId === context.ownUserId) || userName === context.ownLogin,
    ownCause: null,
    at: timeOf(tags.get('tmi-sent-ts'), context.now),
  });
};
