import { z } from 'zod';
import { readDiscordId, readTwitchName } from '#shared/model/index.ts';
import { goLiveConfig } from './go-live-config.ts';
import { orIssue } from './or-issue.ts';

/** What the operator can set about chat presence. */
export const chatPresenceConfig = z.object({
  twitch: z
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
    .meta({ title: 'Twitch' }),
  discord: z
    .object({
      enabled: z.boolean().default(false).meta({ title: 'Connect to Discord' }),
      guildId: z
        .string()
        .max(200)
        .transform(orIssue(readDiscordId('server')))
        .default('')
        .meta({
          title: 'Server id',
          description:
            'Empty means the server that the channel is in. A link of a channel is understood as well.',
        }),
      channelId: z
        .string()
        .max(200)
        .transform(orIssue(readDiscordId('channel')))
        .default('')
        .meta({
          title: 'Channel id',
          description: 'In Discord: right-click the channel, Copy Channel ID. A link is understood as well.',
        }),
    })
    .prefault({})
    .meta({ title: 'Discord' }),
  goLive: goLiveConfig,
  commands: z
    .object({
      slash: z.boolean().default(false).meta({
        title: 'Offer slash commands on Discord',
        description:
          '/status for everybody and /health for moderators. The bot needs the scope applications.commands.',
      }),
      status: z.boolean().default(true).meta({ title: 'Answer !status in chat' }),
      globalCooldownSeconds: z
        .number()
        .min(0)
        .max(3_600)
        .default(5)
        .meta({ title: 'Wait between answers, seconds', description: 'For everybody.' }),
      userCooldownSeconds: z
        .number()
        .min(0)
        .max(3_600)
        .default(30)
        .meta({ title: 'Wait between answers to one person, seconds' }),
    })
    .prefault({})
    .meta({ title: 'Commands' }),
});
export type ChatPresenceConfig = z.output<typeof chatPresenceConfig>;
