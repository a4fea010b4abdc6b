/** All scopes that this program uses at Twitch. */
export const requestedScopes: readonly string[] = [
  'bits:read',
  'channel:manage:broadcast',
  'channel:manage:redemptions',
  'channel:read:subscriptions',
  'chat:edit',
  'chat:read',
  'clips:edit',
  'moderator:manage:banned_users',
  'moderator:manage:chat_messages',
  'moderator:read:followers',
  'user:read:chat',
  'user:write:chat',
];
