import { chatDeleted } from '#shared/catalogue/topics/chat.ts';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import {
  twitchAnnouncement,
  twitchNotice,
  twitchRaid,
  twitchSubscription,
  twitchUserNotice,
} from '#shared/catalogue/topics/twitch.ts';
import type { ChatDeletion } from '#shared/model/index.ts';
import { cleanChatText, cleanName } from './chat-text.ts';
import { channelOf, trailingOf, type IrcMessage } from './irc-message.ts';
import { idTag, timeOf } from './normalise-message.ts';

/** An event of the room, ready to emit. */
export interface RoomEvent {
  readonly draft: TopicDraft;
  /** The EventSub type of the same event; undefined when EventSub has none. */
  readonly eventSubType?: string | undefined;
}

const countOf = (value: string | undefined): number | null =>
  value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : null;

const subscriptionIds = new Set([
  'sub',
  'resub',
  'subgift',
  'submysterygift',
  'giftpaidupgrade',
  'anongiftpaidupgrade',
  'primepaidupgrade',
  'rewardgift',
  'standardpayforward',
  'communitypayforward',
]);

const eventSubTypeOfKind: ReadonlyMap<string, string> = new Map([
  ['sub', 'channel.subscribe'],
  ['subgift', 'channel.subscribe'],
  ['resub', 'channel.subscription.message'],
  ['submysterygift', 'channel.subscription.gift'],
]);

/** Converts a USERNOTICE to an event: raids, subscriptions, announcements and unknown kinds. */
const userNoticeEvent = (message: IrcMessage): RoomEvent => {
  const { tags } = message;
  const id = tags.get('msg-id') ?? '';
  const login = cleanName(tags.get('login') ?? '').toLowerCase();
  const name =
    cleanName(tags.get('msg-param-displayName') ?? tags.get('display-name') ?? '') || login || 'Somebody';
  const userId = tags.get('user-id') ?? null;
  const text = cleanChatText(trailingOf(message)).text;
  const person = { userId, login, displayName: name };
  if (id === 'raid') {
    const viewers = countOf(tags.get('msg-param-viewerCount'));
    return { draft: twitchRaid({ ...person, viewers }), eventSubType: 'channel.raid' };
  }
  if (subscriptionIds.has(id)) {
    const draft = twitchSubscription({
      ...person,
      kind: id,
      plan: cleanName(tags.get('msg-param-sub-plan') ?? '') || null,
      months: countOf(tags.get('msg-param-cumulative-months')),
      gifts: countOf(tags.get('msg-param-mass-gift-count')),
      recipientId: tags.get('msg-param-recipient-id') ?? null,
      recipientLogin: cleanName(tags.get('msg-param-recipient-user-name') ?? '').toLowerCase() || null,
      recipientDisplayName: cleanName(tags.get('msg-param-recipient-display-name') ?? '') || null,
      text,
    });
    return { draft, eventSubType: eventSubTypeOfKind.get(id) };
  }
  if (id === 'announcement') return { draft: twitchAnnouncement({ ...person, text }) };
  const said = cleanChatText(tags.get('system-msg') ?? '').text || null;
  return { draft: twitchUserNotice({ ...person, kind: cleanName(id) }, { said }) };
};

const deletionOf = (
  message: IrcMessage,
  now: number,
  deletion: Pick<ChatDeletion, 'scope' | 'by' | 'seconds' | 'author'> & { readonly ids?: string[] },
): RoomEvent => {
  const data: ChatDeletion = {
    platform: 'twitch',
    channel: channelOf(message),
    at: timeOf(message.tags.get('tmi-sent-ts'), now),
    ids: [],
    ...deletion,
  };
  return { draft: chatDeleted(data) };
};

const authorOf = (userId: string | null, login: string): ChatDeletion['author'] =>
  login === '' && userId === null ? null : { userId, login: login || null, displayName: null };

/** Converts CLEARCHAT: all messages of one viewer, or all messages. */
const clearChatEvent = (message: IrcMessage, now: number): RoomEvent => {
  const login = cleanName(trailingOf(message)).toLowerCase();
  const author = authorOf(message.tags.get('target-user-id') || null, login);
  if (author === null) return deletionOf(message, now, { scope: 'channel', by: 'cleared', author });
  const seconds = countOf(message.tags.get('ban-duration'));
  return seconds === null
    ? deletionOf(message, now, { scope: 'author', by: 'banned', author })
    : deletionOf(message, now, { scope: 'author', by: 'timed-out', seconds, author });
};

/** Converts CLEARMSG: one message. Without its id, the message is unknown. */
const clearMessageEvent = (message: IrcMessage, now: number): RoomEvent | undefined => {
  const id = idTag(message.tags.get('target-msg-id'));
  if (id === null) return undefined;
  const author = authorOf(null, cleanName(message.tags.get('login') ?? '').toLowerCase());
  return deletionOf(message, now, { scope: 'messages', by: 'deleted', author, ids: [id] });
};

const noticeEvent = (message: IrcMessage): RoomEvent => {
  const { text } = cleanChatText(trailingOf(message));
  return { draft: twitchNotice({ msgId: message.tags.get('msg-id') ?? null, text }) };
};

/** Returns the event of a line about the room; undefined for other lines. Never throws. */
export const roomEventOf = (message: IrcMessage, now: number): RoomEvent | undefined => {
  switch (message.command) {
    case 'USERNOTICE':
      return userNoticeEvent(message);
    case 'CLEARCHAT':
      return clearChatEvent(message, now);
    case 'CLEARMSG':
      return clearMessageEvent(message, now);
    case 'NOTICE':
      return noticeEvent(message);
    default:
      return undefined;
  }
};
