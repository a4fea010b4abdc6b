/** Names in the vault of the secrets that the chat bridges sign in with. */
export const secretNames = {
  twitch: 'twitch-token',
  discord: 'discord-token',
  discordWebhook: 'discord-webhook',
} as const;
