import { z } from 'zod';
import { declareSection } from '#core/index.ts';
import type { DiscordBridge } from '#main/bridges/ports/index.ts';
import { platformOf, readDiscordId } from '#shared/model/index.ts';
import { chatBridgePolicy } from '../bridge-policy.ts';
import type { ChatConnection, CreateChatBridge } from '../chat-connection.ts';
import { orIssue } from '../or-issue.ts';
import { secretNames } from '../secret-names.ts';

/** Id of the component that connects to Discord. */
export const discordComponent = 'discord';

const { title, chat, settingsPath } = platformOf('discord');

export const discordConfig = z
  .object({
    enabled: z.boolean().default(false).meta({ title: 'Connect to Discord' }),
    guildId: z
      .string()
      .max(200)
      .transform(orIssue(readDiscordId('server')))
      .default('')
      .meta({
        title: 'Server ID',
        description: 'Empty: the server of the channel. You can paste a channel link.',
      }),
    channelId: z
      .string()
      .max(200)
      .transform(orIssue(readDiscordId('channel')))
      .default('')
      .meta({
        title: 'Channel ID',
        description: 'In Discord: right-click the channel › Copy Channel ID. You can paste a channel link.',
      }),
  })
  .prefault({})
  .meta({ title: 'Discord' });

export const discordSection = declareSection({
  path: platformOf('discord').settingsPath,
  title,
  description: 'The channel that your bot reads and writes.',
  schema: discordConfig,
  feeds: 'discord',
  secrets: [
    {
      name: secretNames.discord,
      title: 'Bot token',
      description: 'In the Developer Portal under Bot. The bot needs the Message Content Intent.',
    },
    {
      name: secretNames.discordWebhook,
      title: 'Webhook address',
      description:
        'Only needed to post under another name without “Manage Webhooks”. In Discord: Edit Channel › Integrations › Webhooks.',
    },
  ],
  testTarget: discordComponent,
  aboutPlatforms: true,
  rehearse: (values) => ({ ...values, enabled: true }),
});

/** Returns the connection to one Discord channel. */
export const discordChat = (create: CreateChatBridge<DiscordBridge>): ChatConnection<DiscordBridge> => ({
  platform: 'discord',
  id: discordComponent,
  title: chat.title,
  description: 'Reads and writes one Discord channel.',
  audience: 'community',
  settingsPath,
  startTimeoutMs: 30_000,
  probe: { intervalMs: 10_000, timeoutMs: 5_000, hysteresis: 1 },
  policy: chatBridgePolicy,
  create,
});
