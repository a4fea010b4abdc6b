import type { DiscordBridge } from '#main/bridges/ports/index.ts';
import { platformOf } from '#shared/model/index.ts';
import { chatBridgePolicy } from '../bridge-policy.ts';
import type { ChatConnection, CreateChatBridge } from '../chat-connection.ts';

/** The id of the component that connects to Discord. */
export const discordComponent = 'discord';

const { title, settingsPath } = platformOf('discord');

/** One channel of Discord. */
export const discordChat = (create: CreateChatBridge<DiscordBridge>): ChatConnection<DiscordBridge> => ({
  platform: 'discord',
  id: discordComponent,
  title,
  description: 'Reads and writes one Discord channel.',
  audience: 'community',
  settingsPath,
  restartOn: ['discord'],
  enabled: ({ discord }) => discord.enabled,
  startTimeoutMs: 30_000,
  probe: { intervalMs: 10_000, timeoutMs: 5_000, hysteresis: 1 },
  policy: chatBridgePolicy,
  create,
});
