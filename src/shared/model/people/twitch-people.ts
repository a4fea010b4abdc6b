import { countIn, countWords, nameIn, textIn, type EventData, type TopicPeople } from './topic-people.ts';

const user = { userId: 'userId', login: 'login', displayName: 'displayName' } as const;
const withText = { ...user, words: ['text'] } as const;

const fetchedWords = (data: EventData): string =>
  data['caughtUp'] === true ? ' (Fetched after an outage.)' : '';

const ofTwitch = (
  sentence: TopicPeople['sentence'],
  people: TopicPeople['people'] = [user],
): TopicPeople => ({
  platform: 'twitch',
  people,
  sentence: (data, before) => `${sentence(data, before)}${fetchedWords(data)}`,
});

const subscribedWords = (data: EventData): string => {
  const months = countIn(data, 'months');
  if (months !== null) return `${nameIn(data)} has subscribed for ${countWords(months, 'month')}.`;
  return data['gifted'] === true ? `${nameIn(data)} received a subscription.` : `${nameIn(data)} subscribed.`;
};

const subscriptionWords = (data: EventData): string => {
  const name = nameIn(data);
  const months = countIn(data, 'months');
  const gifts = countIn(data, 'gifts');
  switch (data['kind']) {
    case 'sub':
      return `${name} subscribed.`;
    case 'resub':
      return months === null
        ? `${name} renewed the subscription.`
        : `${name} has subscribed for ${countWords(months, 'month')}.`;
    case 'subgift':
      return `${name} gave a subscription to ${textIn(data, 'recipientDisplayName') || textIn(data, 'recipientLogin') || 'a viewer'}.`;
    case 'submysterygift':
      return gifts === null
        ? `${name} gave subscriptions to the chat.`
        : `${name} gave ${countWords(gifts, 'subscription')} to the chat.`;
    default:
      return `${name}: a subscription was paid forward or renewed.`;
  }
};

const raidingWords = (data: EventData): string => {
  const viewers = countIn(data, 'viewers');
  return viewers === null
    ? `${nameIn(data)} is raiding the channel.`
    : `${nameIn(data)} is raiding with ${countWords(viewers, 'viewer')}.`;
};

/** The topics of Twitch that name viewers. The bridges build their sentences by this table too. */
export const twitchPeople = {
  'twitch.followed': ofTwitch((data) => `${nameIn(data)} follows the channel.`),
  'twitch.redeemed': ofTwitch(
    (data) =>
      `${nameIn(data)} redeemed "${textIn(data, 'rewardTitle')}" for ${countWords(countIn(data, 'cost') ?? 0, 'point')}.`,
    [{ ...user, words: ['input'] }],
  ),
  'twitch.subscribed': ofTwitch(subscribedWords, [withText]),
  'twitch.gifted': ofTwitch(
    (data) =>
      `${nameIn(data)} gave ${countWords(countIn(data, 'total') ?? 0, 'subscription')} to the channel.`,
  ),
  'twitch.cheered': ofTwitch(
    (data) => `${nameIn(data)} cheered ${countWords(countIn(data, 'bits') ?? 0, 'bit')}.`,
    [withText],
  ),
  'twitch.raided': ofTwitch(
    (data) => `${nameIn(data)} raided with ${countWords(countIn(data, 'viewers') ?? 0, 'viewer')}.`,
  ),
  'twitch.raid': ofTwitch(raidingWords),
  'twitch.subscription': {
    ...ofTwitch(subscriptionWords, [
      withText,
      { userId: 'recipientId', login: 'recipientLogin', displayName: 'recipientDisplayName' },
    ]),
    nameInSentence: / gave a subscription to (?<name>.+)\.$/u,
  },
  'twitch.announcement': ofTwitch((data) => `${nameIn(data)} announced: ${textIn(data, 'text')}`, [withText]),
  // Twitch words the notice itself, so only its kind can be said again.
  'twitch.user-notice': ofTwitch(
    (data) => `Twitch reports "${textIn(data, 'kind') || 'something'}" by ${nameIn(data)}.`,
  ),
  'twitch.signed-in': ofTwitch((data) => `Signed in to Twitch as ${nameIn(data)}.`),
  // Kept by earlier versions, which had no `chat.deleted`.
  'twitch.user-banned': ofTwitch((data) => `${nameIn(data)} was banned.`),
  'twitch.user-timed-out': ofTwitch(
    (data) => `${nameIn(data)} was timed out for ${countIn(data, 'seconds') ?? 0} s.`,
  ),
  'twitch.message-deleted': ofTwitch((data) => `A message of ${nameIn(data, 'somebody')} was deleted.`),
} as const satisfies Readonly<Record<string, TopicPeople>>;

/** The sentence of an event of Twitch, from its data. */
export const twitchSentence = (topic: keyof typeof twitchPeople, data: EventData): string =>
  twitchPeople[topic].sentence(data, '');
