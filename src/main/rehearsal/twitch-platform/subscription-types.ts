/** The scopes of each subscription type, any of which is enough; empty for the public ones. */
export const subscriptionScopes: Readonly<Record<string, readonly string[]>> = {
  'channel.follow': ['moderator:read:followers'],
  'channel.subscribe': ['channel:read:subscriptions'],
  'channel.subscription.gift': ['channel:read:subscriptions'],
  'channel.subscription.message': ['channel:read:subscriptions'],
  'channel.cheer': ['bits:read'],
  'channel.raid': [],
  'channel.channel_points_custom_reward_redemption.add': [
    'channel:read:redemptions',
    'channel:manage:redemptions',
  ],
  'stream.online': [],
  'stream.offline': [],
  'channel.update': [],
};
/** Returns the version that offers a type. */
export const versionOf = (type: string): string =>
  type === 'channel.follow' || type === 'channel.update' ? '2' : '1';
