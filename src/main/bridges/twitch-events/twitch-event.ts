import { isolate } from '#shared/kernel/index.ts';
import { twitchSentence, type twitchPeople } from '#shared/model/index.ts';
import { cleanChatText, cleanName } from '../twitch/index.ts';
import type { TwitchFollow, TwitchRedemption, TwitchUser } from '../ports/index.ts';

/** Something that happened in the channel, in the words and fields that the bus carries. */
export interface TwitchEvent {
  readonly topic: string;
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Names the very thing that happened, whichever way it became known; null where nothing but the message id does. */
  readonly key: string | null;
}

/** The name of a person in a sentence. */
const nameOf = (user: TwitchUser | null): string =>
  user === null ? 'Somebody' : cleanName(user.displayName) || cleanName(user.login) || 'Somebody';

const userFields = (user: TwitchUser | null): object => ({
  userId: user?.id ?? null,
  login: user === null ? null : cleanName(user.login),
  displayName: user === null ? null : nameOf(user),
});

const tierOf = (tier: string): number => Math.max(1, Math.round(Number(tier) / 1_000) || 1);

const ofViewer = (
  topic: keyof typeof twitchPeople,
  data: TwitchEvent['data'],
  key: string | null = null,
): TwitchEvent => ({ topic, message: twitchSentence(topic, data), data, key });

export const followed = ({ user, at }: TwitchFollow): TwitchEvent =>
  ofViewer('twitch.followed', { ...userFields(user), followedAt: at }, `followed:${user.id}:${at}`);

export const redeemed = (redemption: TwitchRedemption): TwitchEvent => {
  const { id, rewardId, cost, user, at } = redemption;
  const data = {
    ...userFields(user),
    redemptionId: id,
    rewardId,
    rewardTitle: cleanName(redemption.rewardTitle),
    cost,
    input: cleanChatText(redemption.input).text,
    redeemedAt: at,
  };
  return ofViewer('twitch.redeemed', data, `redeemed:${id}`);
};

/** A first subscription, or one that was found to have been made. */
export const subscribed = (user: TwitchUser, tier: string | null, gifted: boolean): TwitchEvent => {
  const told = tier === null ? null : tierOf(tier);
  return ofViewer('twitch.subscribed', { ...userFields(user), tier: told, gifted, months: null, text: '' });
};

export const resubscribed = (user: TwitchUser, tier: string, months: number, text: string): TwitchEvent => {
  const words = cleanChatText(text).text;
  const data = { ...userFields(user), tier: tierOf(tier), gifted: false, months, text: words };
  return ofViewer('twitch.subscribed', data);
};

export const gifted = (user: TwitchUser | null, tier: string, total: number): TwitchEvent =>
  ofViewer('twitch.gifted', { ...userFields(user), tier: tierOf(tier), total });

export const cheered = (user: TwitchUser | null, bits: number, text: string): TwitchEvent =>
  ofViewer('twitch.cheered', { ...userFields(user), bits, text: cleanChatText(text).text });

export const raided = (from: TwitchUser, viewers: number): TwitchEvent =>
  ofViewer('twitch.raided', { ...userFields(from), viewers });

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
