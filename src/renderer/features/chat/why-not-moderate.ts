import type { ChatMessage, ComponentView } from '#shared/model/index.ts';

/** Returns the reason why a message cannot be moderated in any way; null when it can. */
const whyNotAtAll = (
  { platform, sharedFrom }: ChatMessage,
  api: ComponentView | undefined,
  streamSafe: boolean,
): string | null => {
  if (platform === 'discord') return 'Moderate Discord messages in Discord.';
  if (streamSafe) return 'Stream-safe mode hides viewers. Turn it off to moderate.';
  if (sharedFrom !== null)
    return 'This message is from another channel of the shared chat. Moderate it there.';
  if (!api || api.desired === 'stopped')
    return 'Moderation needs a Twitch sign-in. Set it up in Settings › Twitch.';
  if (api.state !== 'running' && api.state !== 'degraded')
    return `Moderation needs the Twitch API. ${api.health.summary}`;
  return null;
};

/** Returns the reason why a message cannot be deleted; null when it can. */
export const whyNotDelete = (
  message: ChatMessage,
  api: ComponentView | undefined,
  streamSafe: boolean,
): string | null =>
  message.deletedAt === undefined
    ? whyNotAtAll(message, api, streamSafe)
    : 'This message has already been removed.';

/** Returns the reason why the author cannot be timed out or banned; null when they can. */
export const whyNotSilence = (
  message: ChatMessage,
  api: ComponentView | undefined,
  streamSafe: boolean,
): string | null => {
  const reason = whyNotAtAll(message, api, streamSafe);
  if (reason !== null) return reason;
  if (message.own) return "You can't time out or ban your own account.";
  if (message.roles.includes('broadcaster')) return "The channel owner can't be timed out or banned.";
  return null;
};
