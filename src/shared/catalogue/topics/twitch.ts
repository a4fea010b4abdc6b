import { z } from 'zod';
import { isolate, renameKey } from '../../kernel/index.ts';
import { countWords, type EventData, type PersonFields } from '../../model/index.ts';
import { topic, type Topic } from './define.ts';
import { nameWords, userFields } from './person-words.ts';

const withText = { ...userFields, words: ['text'] } as const;

/** A viewer in an event. Null for unknown fields: a gift may be anonymous. */
const viewer = {
  userId: z.string().nullable().default(null),
  login: z.string().nullable().default(null),
  displayName: z.string().nullable().default(null),
};
/** A viewer in an EventSub event, which may have been fetched after an outage. */
const heard = { ...viewer, caughtUp: z.boolean().default(false) };

const fetchedWords = (data: EventData): string =>
  data['caughtUp'] === true ? ' (Fetched after an outage.)' : '';

/** Declares a topic about a viewer whose sentence is built from the data alone. */
const ofViewer = <TData extends EventData>(
  name: string,
  facts: {
    readonly title: string;
    readonly data: z.ZodType<TData>;
    /** Accepts data of earlier versions too, which may lack fields. */
    words(data: Partial<NoInfer<TData>>): string;
    readonly persons?: readonly PersonFields[];
    readonly nameInSentence?: RegExp;
  },
): Topic<TData> => {
  const { title, data, persons = [userFields], nameInSentence } = facts;
  const sentence = (data: Partial<TData>): string => `${facts.words(data)}${fetchedWords(data)}`;
  return topic(name, {
    title,
    data,
    sentence,
    people: { platform: 'twitch', persons, sentence, nameInSentence },
  });
};

export const twitchFollowed = ofViewer('twitch.followed', {
  title: 'Channel followed',
  data: z.object({ ...heard, followedAt: z.number() }),
  words: (data) => `${nameWords(data)} follows the channel.`,
});

export const twitchRedeemed = ofViewer('twitch.redeemed', {
  title: 'Reward redeemed',
  data: z.object({
    ...heard,
    redemptionId: z.string(),
    rewardId: z.string(),
    rewardTitle: z.string(),
    cost: z.number(),
    input: z.string(),
    redeemedAt: z.number(),
  }),
  words: (data) =>
    `${nameWords(data)} redeemed "${isolate(data.rewardTitle ?? '')}" for ${countWords(data.cost ?? 0, 'point')}.`,
  persons: [{ ...userFields, words: ['input'] }],
});

export const twitchSubscribed = ofViewer('twitch.subscribed', {
  title: 'Subscribed',
  data: z.object({
    ...heard,
    /** Null when a fetched list of subscribers did not contain the tier. */
    tier: z.number().nullable().default(null),
    gifted: z.boolean().default(false),
    /** Null for a first subscription. */
    months: z.number().nullable().default(null),
    text: z.string().default(''),
  }),
  words: ({ months = null, gifted, ...data }) => {
    if (months !== null) return `${nameWords(data)} has subscribed for ${countWords(months, 'month')}.`;
    return gifted === true ? `${nameWords(data)} received a subscription.` : `${nameWords(data)} subscribed.`;
  },
  persons: [withText],
});

export const twitchGifted = ofViewer('twitch.gifted', {
  title: 'Subscriptions gifted',
  data: z.object({ ...heard, tier: z.number(), total: z.number() }),
  words: (data) => `${nameWords(data)} gave ${countWords(data.total ?? 0, 'subscription')} to the channel.`,
});

export const twitchCheered = ofViewer('twitch.cheered', {
  title: 'Bits cheered',
  data: z.object({ ...heard, bits: z.number(), text: z.string().default('') }),
  words: (data) => `${nameWords(data)} cheered ${countWords(data.bits ?? 0, 'bit')}.`,
  persons: [withText],
});

export const twitchRaided = ofViewer('twitch.raided', {
  title: 'Channel raided',
  data: z.object({ ...heard, viewers: z.number() }),
  words: (data) => `${nameWords(data)} raided with ${countWords(data.viewers ?? 0, 'viewer')}.`,
});

/** A raid announced in chat but not by EventSub. */
export const twitchRaid = ofViewer('twitch.raid', {
  title: 'Raid announced in chat',
  data: z.object({ ...viewer, viewers: z.number().nullable().default(null) }),
  words: ({ viewers = null, ...data }) =>
    viewers === null
      ? `${nameWords(data)} is raiding the channel.`
      : `${nameWords(data)} is raiding with ${countWords(viewers, 'viewer')}.`,
});

/** A subscription announced in chat but not by EventSub. */
export const twitchSubscription = ofViewer('twitch.subscription', {
  title: 'Subscription announced in chat',
  data: z.object({
    ...viewer,
    /** Twitch's name for the kind of notice. */
    kind: z.string(),
    plan: z.string().nullable().default(null),
    months: z.number().nullable().default(null),
    gifts: z.number().nullable().default(null),
    recipientId: z.string().nullable().default(null),
    recipientLogin: z.string().nullable().default(null),
    recipientDisplayName: z.string().nullable().default(null),
    text: z.string().default(''),
  }),
  words: ({ kind = '', months = null, gifts = null, ...data }) => {
    const name = nameWords(data);
    switch (kind) {
      case 'sub':
        return `${name} subscribed.`;
      case 'resub':
        return months === null
          ? `${name} renewed the subscription.`
          : `${name} has subscribed for ${countWords(months, 'month')}.`;
      case 'subgift': {
        const recipient = { login: data.recipientLogin, displayName: data.recipientDisplayName };
        return `${name} gave a subscription to ${nameWords(recipient, 'a viewer')}.`;
      }
      case 'submysterygift':
        return gifts === null
          ? `${name} gave subscriptions to the chat.`
          : `${name} gave ${countWords(gifts, 'subscription')} to the chat.`;
      default:
        return `${name}: a subscription was paid forward or renewed.`;
    }
  },
  persons: [
    withText,
    { userId: 'recipientId', login: 'recipientLogin', displayName: 'recipientDisplayName' },
  ],
  nameInSentence: / gave a subscription to (?<name>.+)\.$/u,
});

export const twitchAnnouncement = ofViewer('twitch.announcement', {
  title: 'Announcement',
  data: z.object({ ...viewer, text: z.string() }),
  words: (data) => `${nameWords(data)} announced: ${isolate(data.text ?? '')}`,
  persons: [withText],
});

const userNoticeData = z.object({ ...viewer, kind: z.string() });

const userNoticeWords = (data: Partial<z.infer<typeof userNoticeData>>): string =>
  `Twitch reports "${isolate(data.kind ?? '') || 'something'}" by ${nameWords(data)}.`;

export const twitchUserNotice = topic('twitch.user-notice', {
  title: 'Notice about a viewer',
  data: userNoticeData,
  // Twitch words the notice itself; the data contains only its kind.
  sentence: (data, { said }: { readonly said?: string | null }) => said ?? userNoticeWords(data),
  people: { platform: 'twitch', persons: [userFields], sentence: userNoticeWords },
});

export const twitchSignedIn = ofViewer('twitch.signed-in', {
  title: 'Signed in to Twitch',
  data: z.object({ userId: viewer.userId, login: viewer.login }),
  words: (data) => `Signed in to Twitch as ${nameWords(data)}.`,
});

/** Emitted by earlier versions, which had no `chat.deleted`. */
const twitchUserBanned = ofViewer('twitch.user-banned', {
  title: 'Viewer banned',
  data: z.object(viewer),
  words: (data) => `${nameWords(data)} was banned.`,
});

/** Emitted by earlier versions, which had no `chat.deleted`. */
const twitchUserTimedOut = ofViewer('twitch.user-timed-out', {
  title: 'Viewer timed out',
  data: z.object({ ...viewer, seconds: z.number().nullable().default(null) }),
  words: (data) => `${nameWords(data)} was timed out for ${data.seconds ?? 0} s.`,
});

/** Emitted by earlier versions, which had no `chat.deleted`. */
const twitchMessageDeleted = ofViewer('twitch.message-deleted', {
  title: 'Chat message deleted',
  data: z.object(viewer),
  words: (data) => `A message of ${nameWords(data, 'somebody')} was deleted.`,
});

/** Always false for these events: they can't be fetched after an outage. */
const heardAtOnce = { caughtUp: z.boolean().default(false) };

export const twitchStreamOnline = topic('twitch.stream-online', {
  title: 'Stream is live',
  data: z.object({ ...heardAtOnce, streamId: z.string(), startedAt: z.number() }),
  sentence: () => 'The stream is live.',
});

export const twitchStreamOffline = topic('twitch.stream-offline', {
  title: 'Stream has ended',
  data: z.object(heardAtOnce),
  sentence: () => 'The stream has ended.',
});

export const twitchChannelUpdated = topic('twitch.channel-updated', {
  title: 'Title or category changed',
  data: z.object({
    ...heardAtOnce,
    title: z.string(),
    categoryId: z.string(),
    /** Empty without a category. */
    categoryName: z.string(),
  }),
  sentence: ({ title, categoryName }) =>
    `The stream is now called "${isolate(title)}"${categoryName === '' ? '' : `, in ${isolate(categoryName)}`}.`,
});

export const twitchJoined = topic('twitch.joined', {
  title: 'Channel joined',
  // Names our own channel only.
  namesNobody: true,
  data: z.object({ channel: z.string() }),
  sentence: ({ channel }) => `Joined #${channel}.`,
});

export const twitchMoved = topic('twitch.moved', {
  title: 'Chat moved to another server',
  data: z.object({ channel: z.string() }),
  sentence: ({ channel }) =>
    `Moved to another Twitch server at Twitch’s request, without leaving #${channel}.`,
});

export const twitchRoomChanged = topic('twitch.room-changed', {
  title: 'Chat modes changed',
  data: z.object({
    channel: z.string(),
    // Null until Twitch reports them.
    emoteOnly: z.boolean().nullable(),
    subscribersOnly: z.boolean().nullable(),
    uniqueChat: z.boolean().nullable(),
    slowSeconds: z.number().nullable(),
    followersOnlyMinutes: z.number().nullable(),
  }),
  sentence: ({ channel }, { changes }: { readonly changes: readonly string[] }) =>
    `In #${channel}, ${changes.join(', ')}.`,
});

export const twitchNotice = topic('twitch.notice', {
  title: 'Notice from Twitch',
  data: z.object({ msgId: z.string().nullable(), text: z.string() }),
  sentence: ({ text }) => `Twitch says: ${isolate(text || '(nothing)')}`,
});

export const twitchEventsMoved = topic('twitch.events-moved', {
  title: 'Events moved to another server',
  level: 'debug',
  data: z.object({}),
  sentence: () => 'Twitch moved the events to another server; nothing was missed.',
});

export const twitchSubscriptionRevoked = topic('twitch.subscription-revoked', {
  title: 'Event subscription revoked',
  level: 'warning',
  data: z.object({ type: z.string(), status: z.string() }),
  sentence: ({ status }, { what }: { readonly what: string }) =>
    `Twitch stopped sending ${what} (${status.replaceAll('_', ' ')}).`,
});

/**
 * Contains no names: each fetched event is stored by itself, and a summary would keep the name of a viewer
 * who was deleted.
 */
const fetchedSummary = (nouns: readonly string[]): string => {
  if (nouns.length === 0) return 'No missed events could be fetched.';
  const kinds = [...Map.groupBy(nouns, (noun) => noun)].map(([noun, found]) =>
    countWords(found.length, noun),
  );
  return `${countWords(nouns.length, 'event')} fetched afterwards: ${kinds.join(', ')}.`;
};

export const twitchEventsMissed = topic('twitch.events-missed', {
  title: 'Events missed',
  level: ({ count }) => (count > 0 ? 'warning' : 'info'),
  data: z.object({
    from: z.number(),
    to: z.number(),
    cause: z.string(),
    count: z.number(),
    /** True when more may have been missed: some kinds of events can't be fetched. */
    more: z.boolean(),
    /** Sentences about the kinds of events that could not be fetched. */
    notFetched: z.array(z.string()),
  }),
  upcast: (data) => renameKey(data, 'untold', 'notFetched'),
  sentence: ({ from, to, notFetched }, { nouns }: { readonly nouns: readonly string[] }) => {
    const seconds = Math.max(0, Math.round((to - from) / 1_000));
    return [`No Twitch events were received for ${seconds} s.`, fetchedSummary(nouns), ...notFetched].join(
      ' ',
    );
  },
});

export const twitchSignInRenewed = topic('twitch.sign-in-renewed', {
  title: 'Twitch sign-in renewed',
  data: z.object({}),
  sentence: () => 'Twitch renewed the sign-in.',
});

const isSignedOutByHand = ({ code }: { readonly code: string }): boolean => code === 'twitch.signed-out';

export const twitchSignedOut = topic('twitch.signed-out', {
  title: 'Signed out of Twitch',
  level: (data) => (isSignedOutByHand(data) ? 'info' : 'warning'),
  data: z.object({ code: z.string() }),
  sentence: (data, { reason }: { readonly reason: string }) =>
    isSignedOutByHand(data) ? 'Signed out of Twitch.' : reason,
});

/** The topics of Twitch's chat, events, API and sign-in. */
export const twitchTopics = [
  twitchFollowed,
  twitchRedeemed,
  twitchSubscribed,
  twitchGifted,
  twitchCheered,
  twitchRaided,
  twitchRaid,
  twitchSubscription,
  twitchAnnouncement,
  twitchUserNotice,
  twitchSignedIn,
  twitchUserBanned,
  twitchUserTimedOut,
  twitchMessageDeleted,
  twitchStreamOnline,
  twitchStreamOffline,
  twitchChannelUpdated,
  twitchJoined,
  twitchMoved,
  twitchRoomChanged,
  twitchNotice,
  twitchEventsMoved,
  twitchSubscriptionRevoked,
  twitchEventsMissed,
  twitchSignInRenewed,
  twitchSignedOut,
];
