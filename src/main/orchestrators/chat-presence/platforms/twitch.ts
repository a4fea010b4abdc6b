import { platformOf } from '#shared/model/index.ts';
import type { Need } from '#core/index.ts';
import { chatBridgePolicy } from '../bridge-policy.ts';
import type { ChatConnection, CreateChatBridge } from '../chat-connection.ts';

/** The ids of the components that connect to Twitch. */
export const twitchComponents = {
  chat: 'twitch-chat',
  auth: 'twitch-auth',
  api: 'twitch-api',
  events: 'twitch-events',
} as const;

const { chat, settingsPath } = platformOf('twitch');

/** Twitch's chat. `needs` are those beside the needs of every bridge. */
export const twitchChat = (create: CreateChatBridge, needs: readonly Need[] = []): ChatConnection => ({
  platform: 'twitch',
  id: twitchComponents.chat,
  title: chat.title,
  description: 'Reads and writes the chat of one Twitch channel.',
  audience: 'chat',
  needs,
  settingsPath,
  restartOn: ['twitch'],
  enabled: ({ twitch }) => twitch.enabled,
  startTimeoutMs: 25_000,
  probe: { intervalMs: 5_000, timeoutMs: 3_000, hysteresis: 1 },
  policy: chatBridgePolicy,
  create,
});

/** Chat is written as whoever is signed in. That nobody is, or that Twitch can't say so, does not hold chat up. */
export const signInOfTwitch: Need = { id: twitchComponents.auth, required: false };
