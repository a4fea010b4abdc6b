import { isolate } from '#shared/kernel/index.ts';
import { cleanChatText, cleanName } from '../twitch/index.ts';
import type { TwitchFollow, TwitchRedemption, TwitchUser } from '../twitch-ports.ts';

/** Something that happened in the channel, in the words and fields that the bus carries. */
export interface TwitchEvent {
  readonly topic: string;
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Names the very thing that happened, whichever way it became known; null where nothing but the message id does. */
  readonly key: string | null;
}

export const plural = (count: number, word: string): string =>
  `${count.toLocaleString('en-GB')} ${word}${count === 1 ? '' : 's'}`;

/** How a person is called in a sentence. */
export const nameOf = (user: TwitchUser | null): string =>
  user === null ? 'Somebody' : cleanName(user.displayName) || cleanName(user.login) || 'Somebody';

const userFields = (user: TwitchUser | null): object => ({
  userId: user?.id ?? null,
  login: user === null ? null : cleanName(user.login),
  displayName: user === null ? null : nameOf(user),
});

const tierOf = (tier: string): number => Math.max(1, Math.round(Number(tier) / 1_000) || 1);

export const followed = ({ user, at }: TwitchFollow): TwitchEvent => ({
  topic: 'twitch.followed',
  message: `${isolate(nameOf(user))} follows the channel.`,
  data: { ...userFields(user), followedAt: at },
  key: `followed:${user.id}:${at}`,
});

export const redeemed = (redemption: TwitchRedemption): TwitchEvent => {
  const { id, rewardId, cost, user, at } = redemption;
  const rewardTitle = cleanName(redemption.rewardTitle);
  return {
    topic: 'twitch.redeemed',
    message: `${isolate(nameOf(user))} redeemed "${isolate(rewardTitle)}" for ${plural(cost, 'point')}.`,
    data: {
      ...userFields(user),
      redemptionId: id,
      rewardId,
      rewardTitle,
      cost,
      input: cleanChatText(redemption.input).text,
      redeemedAt: at,
    },
    key: `redeemed:${id}`,
  };
};

/** A first subscription, or one that was found to have been made. */
export const subscribed = (user: TwitchUser, tier: string | null, gifted: boolean): TwitchEvent => ({
  topic: 'twitch.subscribed',
  message: gifted
    ? `${isolate(nameOf(user))} received a subscription.`
    : `${isolate(nameOf(user))} subscribed.`,
  data: { ...userFields(user), tier: tier === null ? null : tierOf(tier), gifted, months: null, text: '' },
  key: null,
});

export const resubscribed = (user: TwitchUser, tier: string, months: number, text: string): TwitchEvent => ({
  topic: 'twitch.subscribed',
  message: `${isolate(nameOf(user))} has subscribed for ${plural(months, 'month')}.`,
  data: { ...userFields(user), tier: tierOf(tier), gifted: false, months, text: cleanChatText(text).text },
  key: null,
});

export const gifted = (user: TwitchUser | null, tier: string, total: number): TwitchEvent => ({
  topic: 'twitch.gifted',
  message: `${isolate(nameOf(user))} gave ${plural(total, 'subscription')} to the channel.`,
  data: { ...userFields(user), tier: tierOf(tier), total },
  key: null,
});

export const cheered = (user: TwitchUser | null, bits: number, text: string): TwitchEvent => ({
  topic: 'twitch.cheered',
  message: `${isolate(nameOf(user))} cheered ${plural(bits, 'bit')}.`,
  data: { ...userFields(user), bits, text: cleanChatText(text).text },
  key: null,
});

export const raided = (from: TwitchUser, viewers: number): TwitchEvent => ({
  topic: 'twitch.raided',
  message: `${isolate(nameOf(from))} raided with ${plural(viewers, 'viewer')}.`,
  data: { ...userFields(from), viewers },
  key: null,
});

export const streamOnline = (id: string, startedAt: number): TwitchEvent => ({
  topic: 'twitch.stream-online',
  message: 'The stream is live.',
  data: { streamId: id, startedAt },
  key: `online:${id}`,
});

export const streamOffline = (): TwitchEvent => ({
  topic: 'twitch.stream-offline',
  message: 'The stream has ended.',
  data: {},
  key: null,
});

export const channelUpdated = (title: string, categoryId: string, categoryName: string): TwitchEvent => {
  const words = cleanChatText(title).text;
  const category = cleanName(categoryName);
  return {
    topic: 'twitch.channel-updated',
    message: `The stream is now called "${isolate(words)}"${category === '' ? '' : `, in ${isolate(category)}`}.`,
    data: { title: words, categoryId, categoryName: category },
    key: null,
  };
};
