import type { Follower, PlatformUser, PlatformWorld, Redemption, Subscriber } from './platform-world.ts';

/** The payload of one subscription type, in Twitch's field names. */
export interface PlatformEvent {
  readonly type: string;
  readonly event: Readonly<Record<string, unknown>>;
}

const instant = (at: number): string => new Date(at).toISOString();

const userFields = (user: PlatformUser | null): object => ({
  user_id: user?.id ?? null,
  user_login: user?.login ?? null,
  user_name: user?.displayName ?? null,
});

const channelFields = (world: PlatformWorld): object => ({
  broadcaster_user_id: world.broadcaster.id,
  broadcaster_user_login: world.broadcaster.login,
  broadcaster_user_name: world.broadcaster.displayName,
});

export const followEvent = (world: PlatformWorld, follower: Follower): PlatformEvent => ({
  type: 'channel.follow',
  event: {
    ...userFields(follower.user),
    ...channelFields(world),
    followed_at: instant(follower.followedAt),
  },
});

export const subscribeEvent = (world: PlatformWorld, subscriber: Subscriber): PlatformEvent => ({
  type: 'channel.subscribe',
  event: {
    ...userFields(subscriber.user),
    ...channelFields(world),
    tier: subscriber.tier,
    is_gift: subscriber.gifter !== null,
  },
});

export const resubscribeEvent = (
  world: PlatformWorld,
  user: PlatformUser,
  months: number,
  text: string,
): PlatformEvent => ({
  type: 'channel.subscription.message',
  event: {
    ...userFields(user),
    ...channelFields(world),
    tier: '1000',
    message: { text, emotes: null },
    cumulative_months: months,
    streak_months: null,
    duration_months: 1,
  },
});

export const giftEvent = (
  world: PlatformWorld,
  gifter: PlatformUser | null,
  total: number,
): PlatformEvent => ({
  type: 'channel.subscription.gift',
  event: {
    ...userFields(gifter),
    ...channelFields(world),
    total,
    tier: '1000',
    cumulative_total: null,
    is_anonymous: gifter === null,
  },
});

export const cheerEvent = (
  world: PlatformWorld,
  user: PlatformUser | null,
  bits: number,
  text: string,
): PlatformEvent => ({
  type: 'channel.cheer',
  event: {
    ...userFields(user),
    ...channelFields(world),
    is_anonymous: user === null,
    message: text,
    bits,
  },
});

export const raidEvent = (world: PlatformWorld, from: PlatformUser, viewers: number): PlatformEvent => ({
  type: 'channel.raid',
  event: {
    from_broadcaster_user_id: from.id,
    from_broadcaster_user_login: from.login,
    from_broadcaster_user_name: from.displayName,
    to_broadcaster_user_id: world.broadcaster.id,
    to_broadcaster_user_login: world.broadcaster.login,
    to_broadcaster_user_name: world.broadcaster.displayName,
    viewers,
  },
});

export const redemptionEvent = (world: PlatformWorld, redemption: Redemption): PlatformEvent => ({
  type: 'channel.channel_points_custom_reward_redemption.add',
  event: {
    id: redemption.id,
    ...channelFields(world),
    ...userFields(redemption.user),
    user_input: redemption.input,
    status: redemption.status.toLowerCase(),
    reward: { ...redemption.reward, prompt: '' },
    redeemed_at: instant(redemption.redeemedAt),
  },
});

export const streamOnlineEvent = (world: PlatformWorld, id: string, startedAt: number): PlatformEvent => ({
  type: 'stream.online',
  event: { id, ...channelFields(world), type: 'live', started_at: instant(startedAt) },
});

export const streamOfflineEvent = (world: PlatformWorld): PlatformEvent => ({
  type: 'stream.offline',
  event: { ...channelFields(world) },
});

export const channelUpdateEvent = (world: PlatformWorld): PlatformEvent => ({
  type: 'channel.update',
  event: {
    ...channelFields(world),
    title: world.title,
    language: 'en',
    category_id: world.categoryId,
    category_name: world.categoryName,
    content_classification_labels: [],
  },
});
