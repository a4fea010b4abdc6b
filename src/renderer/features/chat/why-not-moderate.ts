import type { ChatMessage, ComponentView } from '#shared/model/index.ts';

/** Why nothing at all can be moderated about a message; null when something can. */
const whyNotAtAll = (
  { platform, sharedFrom }: ChatMessage,
  api: ComponentView | undefined,
  streamSafe: boolean,
): string | null => {
  if (platform === 'discord') return 'Messages on Discord are moderated in Discord.';
  if (streamSafe) return 'Viewers are hidden while stream-safe is on: switch it off to moderate.';
  if (sharedFrom !== null) return 'It was written in another channel of a shared chat: moderate it there.';
  if (!api || api.wanted === 'stopped')
    return 'Moderating needs the Twitch sign-in: set it up under Settings, Twitch.';
  if (api.state !== 'running' && api.state !== 'degraded')
    return `Moderating goes through the Twitch API. ${api.health.summary}`;
  return null;
};

export const whyNotDelete = (
  message: ChatMessage,
  api: ComponentView | undefined,
  streamSafe: boolean,
): string | null =>
  message.deletedAt === undefined
    ? whyNotAtAll(message, api, streamSafe)
    : 'The message was removed already.';

/** Why the author cannot be timed out or banned; null when they can. */
export const whyNotSilence = (
  message: ChatMessage,
  api: ComponentView | undefined,
  streamSafe: boolean,
): string | null => {
  const reason = whyNotAtAll(message, api, streamSafe);
  if (reason !== null) return reason;
  if (message.own) return 'This is your own account: it cannot be timed out or banned.';
  if (message.roles.includes('broadcaster')) return 'Nobody can time out or ban the channel’s owner.';
  return null;
};
