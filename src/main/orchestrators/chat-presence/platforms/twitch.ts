import { z } from 'zod';
import { declareSection, type Need } from '#core/index.ts';
import { platformOf, readTwitchName } from '#shared/model/index.ts';
import { chatBridgePolicy } from '../bridge-policy.ts';
import type { ChatConnection, CreateChatBridge } from '../chat-connection.ts';
import { orIssue } from '../or-issue.ts';
import { secretNames } from '../secret-names.ts';

/** The ids of the components that connect to Twitch. */
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
      description: 'Your channel’s name. A link or a #name is understood as well.',
    }),
    clientId: z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^[a-z0-9]{0,60}$/, 'A client id is letters and digits, as the developer console shows it')
      .default('')
      .meta({
        title: 'Client id',
        description:
          'Of an application of your own at dev.twitch.tv, of the type Public. It is no secret, and needed to sign in. The steps are in docs/subjects/twitch-sign-in.md.',
      }),
    login: z.string().max(200).transform(orIssue(readTwitchName)).default('').meta({
      title: 'Account of a pasted token',
      description: 'Writes in chat while nobody is signed in. Leave it empty to read only.',
    }),
  })
  .prefault({})
  .meta({ title: 'Twitch' });

export const twitchSection = declareSection({
  path: platformOf('twitch').settingsPath,
  title,
  description: 'The channel, and the account that is signed in for it.',
  schema: twitchConfig,
  feeds: 'twitch',
  secrets: [
    {
      name: secretNames.twitch,
      title: 'Token',
      description:
        'Pasted instead of a sign-in: of the account named above, with the scopes chat:read and chat:edit. Not used while somebody is signed in.',
    },
  ],
  testTarget: twitchComponents.chat,
  aboutPlatforms: true,
  // All bridges are on in a rehearsal, and its Twitch knows no client id but its own.
  rehearse: (values) => ({ ...values, enabled: true, clientId: 'rehearsal' }),
});

/** Twitch's chat. `needs` are those beside the needs of every bridge. */
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

/** Chat is written as whoever is signed in. That nobody is, or that Twitch can't say so, does not hold chat up. */
export const signInOfTwitch: Need = { id: twitchComponents.auth, required: false };
