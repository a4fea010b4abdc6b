import { z } from 'zod';
import { declareSection, type Need } from '#core/index.ts';
import { platformOf, readTwitchName } from '#shared/model/index.ts';
import { chatBridgePolicy } from '../bridge-policy.ts';
import type { ChatConnection, CreateChatBridge } from '../chat-connection.ts';
import { orIssue } from '../or-issue.ts';
import { secretNames } from '../secret-names.ts';

/** Ids of the components that connect to Twitch. */
export const twitchComponents = {
  chat: 'twitch-chat',
  auth: 'twitch-auth',
  api: 'twitch-api',
  events: 'twitch-events',
} as const;

const { title, chat, settingsPath } = platformOf('twitch');

export const twitchConfig = z
  .object({
    enabled: z.boolean().default(true).meta({ title: 'Connect to Twitch chat' }),
    channel: z.string().max(200).transform(orIssue(readTwitchName)).default('').meta({
      title: 'Channel',
      description: 'Your channel’s name. You can paste a link.',
    }),
    clientId: z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^[a-z0-9]{0,60}$/, 'A client ID has letters and digits only, as shown in the developer console')
      .default('')
      .meta({
        title: 'Client ID',
        description:
          'Client ID of your Twitch app (type: Public), needed to sign in. Not secret. Get one at dev.twitch.tv/console/apps.',
      }),
    login: z.string().max(200).transform(orIssue(readTwitchName)).default('').meta({
      title: 'Bot account (advanced)',
      description: 'Used to send chat when you’re not signed in. Leave empty to only read.',
    }),
  })
  .prefault({})
  .meta({ title: 'Twitch' });

export const twitchSection = declareSection({
  path: platformOf('twitch').settingsPath,
  title,
  description: 'Your channel and the account that signs in.',
  schema: twitchConfig,
  feeds: 'twitch',
  secrets: [
    {
      name: secretNames.twitch,
      title: 'Token',
      description:
        'Token of the bot account, with the scopes chat:read and chat:edit. Not used while you’re signed in.',
    },
  ],
  testTarget: twitchComponents.chat,
  aboutPlatforms: true,
  // A rehearsal turns on all bridges, and its Twitch accepts only its own client id.
  rehearse: (values) => ({ ...values, enabled: true, clientId: 'rehearsal' }),
});

/** Returns the connection to Twitch's chat. `needs` are added to the needs of every bridge. */
export const twitchChat = (create: CreateChatBridge, needs: readonly Need[] = []): ChatConnection => ({
  platform: 'twitch',
  id: twitchComponents.chat,
  title: chat.title,
  description: 'Reads and writes the chat of one Twitch channel.',
  audience: 'chat',
  needs,
  settingsPath,
  startTimeoutMs: 25_000,
  probe: { intervalMs: 5_000, timeoutMs: 3_000, hysteresis: 1 },
  policy: chatBridgePolicy,
  create,
});

/** Chat is sent as the signed-in account. A missing or unreadable sign-in doesn't block chat. */
export const signInOfTwitch: Need = { id: twitchComponents.auth, required: false };
