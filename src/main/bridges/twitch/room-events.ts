import { isolate } from '#shared/kernel/index.ts';
import type { EventDraft } from '#core/component.ts';
import { chatDeleted } from '#shared/catalogue/topics/chat.ts';
import { twitchSentence, type ChatDeletion, type EventData, type twitchPeople } from '#shared/model/index.ts';
import { cleanChatText, cleanName } from './chat-text.ts';
import { channelOf, trailingOf, type IrcMessage } from './irc-message.ts';
import { idTag, timeOf } from './normalise-message.ts';

/** An event of the bridge, ready to be emitted. */
export interface RoomEvent {
  readonly topic: string;
  readonly draft: EventDraft;
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

const ofViewer = (topic: keyof typeof twitchPeople, data: EventData): RoomEvent => ({
  topic,
  draft: { message: twitchSentence(topic, data), data },
});

/** A USERNOTICE as an event: raids, subscriptions, announcements, and whatever Twitch thinks of next. */
const userNoticeEvent = (message: IrcMessage): RoomEvent => {
  const { tags } = message;
  const id = tags.get('msg-id') ?? '';
  const login = cleanName(tags.get('login') ?? '').toLowerCase();
  const name =
    cleanName(tags.get('msg-param-displayName') ?? tags.get('display-name') ?? '') || login || 'Somebody';
  const userId = tags.get('user-id') ?? null;
  const text = cleanChatText(trailingOf(message)).text;
  const person = { userId, login, displayName: name };
  if (id === 'raid')
    return ofViewer('twitch.raid', { ...person, viewers: countOf(tags.get('msg-param-viewerCount')) });
  if (subscriptionIds.has(id)) {
    return ofViewer('twitch.subscription', {
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
  }
  if (id === 'announcement') return ofViewer('twitch.announcement', { ...person, text });
  const notice = ofViewer('twitch.user-notice', { ...person, kind: cleanName(id) });
  const words = cleanChatText(tags.get('system-msg') ?? '').text;
  return words === '' ? notice : { ...notice, draft: { ...notice.draft, message: words } };
};

const eventSubTypeOfKind: ReadonlyMap<string, string> = new Map([
  ['sub', 'channel.subscribe'],
  ['subgift', 'channel.subscribe'],
  ['resub', 'channel.subscription.message'],
  ['submysterygift', 'channel.subscription.gift'],
]);

/** The type by which EventSub tells the same; undefined where it tells nothing of it. */
export const eventSubTypeOf = ({ topic, draft }: RoomEvent): string | undefined => {
  if (topic === 'twitch.raid') return 'channel.raid';
  const kind = draft.data?.['kind'];
  return topic === 'twitch.subscription' && typeof kind === 'string'
    ? eventSubTypeOfKind.get(kind)
    : undefined;
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
  return { topic: chatDeleted.name, draft: chatDeleted(data) };
};

const authorOf = (userId: string | null, login: string): ChatDeletion['author'] =>
  login === '' && userId === null ? null : { userId, login: login || null, displayName: null };

/** CLEARCHAT: all that one viewer wrote, or everything. */
const clearChatEvent = (message: IrcMessage, now: number): RoomEvent => {
  const login = cleanName(trailingOf(message)).toLowerCase();
  const author = authorOf(message.tags.get('target-user-id') || null, login);
  if (author === null) return deletionOf(message, now, { scope: 'channel', by: 'cleared', author });
  const seconds = countOf(message.tags.get('ban-duration'));
  return seconds === null
    ? deletionOf(message, now, { scope: 'author', by: 'banned', author })
    : deletionOf(message, now, { scope: 'author', by: 'timed-out', seconds, author });
};

/** CLEARMSG: one message. Without its id nothing is known of it. */
const clearMessageEvent = (message: IrcMessage, now: number): RoomEvent | undefined => {
  const id = idTag(message.tags.get('target-msg-id'));
  if (id === null) return undefined;
  const author = authorOf(null, cleanName(message.tags.get('login') ?? '').toLowerCase());
  return deletionOf(message, now, { scope: 'messages', by: 'deleted', author, ids: [id] });
};

const noticeEvent = (message: IrcMessage): RoomEvent => {
  const text = cleanChatText(trailingOf(message)).text;
  return {
    topic: 'twitch.notice',
    draft: {
      message: `Twitch says: ${isolate(text || '(nothing)')}`,
      data: { msgId: message.tags.get('msg-id') ?? null, text },
    },
  };
};

/** The event behind a line about the room; undefined for lines that are none. Never throws. */
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
