/** The names under which the vault keeps what the chat bridges sign in with. */
export const secretNames = {
  twitch: 'twitch-token',
  discord: 'discord-token',
  discordWebhook: 'discord-webhook',
} as const;
