/** The names under which the vault keeps what the bridges sign in with. */
export const secretNames = {
  twitch: 'twitch-token',
  discord: 'discord-token',
  discordWebhook: 'discord-webhook',
  obs: (instanceName: string): string => `obs-${instanceName}-password`,
} as const;
