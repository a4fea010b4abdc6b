import { isolate } from '#shared/kernel/index.ts';
import type { EventDraft } from '#core/component.ts';
import { cleanChatText, cleanName } from './chat-text.ts';
import { trailingOf, type IrcMessage } from './irc-message.ts';

/** An event of the bridge, ready to be emitted. */
export interface RoomEvent {
  readonly topic: string;
  readonly draft: EventDraft;
}

const countOf = (value: string | undefined): number | null =>
  value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : null;

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

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

const subscriptionWords = (id: string, name: string, tags: ReadonlyMap<string, string>): string => {
  const months = countOf(tags.get('msg-param-cumulative-months'));
  const gifts = countOf(tags.get('msg-param-mass-gift-count'));
  const recipient = cleanName(tags.get('msg-param-recipient-display-name') ?? '');
  switch (id) {
    case 'sub':
      return `${name} subscribed.`;
    case 'resub':
      return months === null
        ? `${name} renewed the subscription.`
        : `${name} has subscribed for ${plural(months, 'month')}.`;
    case 'subgift':
      return `${name} gave a subscription to ${recipient || 'a viewer'}.`;
    case 'submysterygift':
      return gifts === null
        ? `${name} gave subscriptions to the chat.`
        : `${name} gave ${plural(gifts, 'subscription')} to the chat.`;
    default:
      return `${name}: a subscription was paid forward or renewed.`;
  }
};

/** A USERNOTICE as an event: raids, subscriptions, announcements, and whatever Twitch thinks of next. */
const userNoticeEvent = (message: IrcMessage): RoomEvent => {
  const { tags } = message;
  const id = tags.get('msg-id') ?? '';
  const login = cleanName(tags.get('login') ?? '').toLowerCase();
  const name =
    cleanName(tags.get('msg-param-displayName') ?? tags.get('display-name') ?? '') || login || 'Somebody';
  const text = cleanChatText(trailingOf(message)).text;
  if (id === 'raid') {
    const viewers = countOf(tags.get('msg-param-viewerCount'));
    const words =
      viewers === null
        ? `${name} is raiding the channel.`
        : `${name} is raiding with ${plural(viewers, 'viewer')}.`;
    return { topic: 'twitch.raid', draft: { message: words, data: { login, displayName: name, viewers } } };
  }
  if (subscriptionIds.has(id)) {
    return {
      topic: 'twitch.subscription',
      draft: {
        message: subscriptionWords(id, name, tags),
        data: {
          kind: id,
          login,
          displayName: name,
          plan: cleanName(tags.get('msg-param-sub-plan') ?? '') || null,
          months: countOf(tags.get('msg-param-cumulative-months')),
          text,
        },
      },
    };
  }
  if (id === 'announcement') {
    return {
      topic: 'twitch.announcement',
      draft: { message: `${isolate(name)} announced: ${isolate(text)}`, data: { login, text } },
    };
  }
  const words = cleanChatText(tags.get('system-msg') ?? '').text;
  return {
    topic: 'twitch.user-notice',
    draft: {
      message: words || `Twitch reports "${cleanName(id) || 'something'}" by ${isolate(name)}.`,
      data: { kind: id, login },
    },
  };
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

const clearChatEvent = (message: IrcMessage): RoomEvent => {
  const login = cleanName(trailingOf(message)).toLowerCase();
  if (login === '') return { topic: 'twitch.cleared', draft: { message: 'A moderator cleared the chat.' } };
  const seconds = countOf(message.tags.get('ban-duration'));
  const data = { login, userId: message.tags.get('target-user-id') ?? null, seconds };
  return seconds === null
    ? { topic: 'twitch.user-banned', draft: { message: `${login} was banned.`, data } }
    : {
        topic: 'twitch.user-timed-out',
        draft: { message: `${login} was timed out for ${seconds} s.`, data },
      };
};

const clearMessageEvent = (message: IrcMessage): RoomEvent => {
  const login = cleanName(message.tags.get('login') ?? '').toLowerCase();
  return {
    topic: 'twitch.message-deleted',
    draft: {
      message: `A message of ${login || 'somebody'} was deleted.`,
      data: { login, messageId: message.tags.get('target-msg-id') ?? null },
    },
  };
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
export const roomEventOf = (message: IrcMessage): RoomEvent | undefined => {
  switch (message.command) {
    case 'USERNOTICE':
      return userNoticeEvent(message);
    case 'CLEARCHAT':
      return clearChatEvent(message);
    case 'CLEARMSG':
      return clearMessageEvent(message);
    case 'NOTICE':
      return noticeEvent(message);
    default:
      return undefined;
  }
};
