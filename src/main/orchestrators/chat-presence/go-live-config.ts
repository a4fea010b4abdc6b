import { z } from 'zod';
import { atMostCharacters, platformLimits, readDiscordId, type DiscordIdOf } from '#shared/model/index.ts';
import { orIssue } from './or-issue.ts';

const discordId = (of: DiscordIdOf) =>
  z
    .string()
    .max(200)
    .transform(orIssue(readDiscordId(of)))
    .default('');

/** Settings of stream announcements. */
export const goLiveConfig = z
  .object({
    enabled: z.boolean().default(false).meta({ title: 'Announce streams on Discord' }),
    channelId: discordId('channel').meta({
      title: 'Channel ID',
      description: 'Empty: the chat channel. In Discord: right-click the channel › Copy Channel ID.',
    }),
    when: z
      .enum(['stream-starts', 'show-is-live'])
      .default('stream-starts')
      .meta({
        title: 'When',
        choices: {
          'stream-starts': 'OBS starts streaming',
          'show-is-live': 'The first scene after “starting soon” is shown',
        },
      }),
    text: z
      .string()
      .check(atMostCharacters(1_500))
      .default('{channel} is live.\n{title}\n{category}\n{url}')
      .meta({
        title: 'Text',
        description:
          'Available: {channel}, {title}, {category} and {url}. Lines with empty values are skipped.',
        lines: 4,
      }),
    ending: z.string().check(atMostCharacters(200)).default('Ended after {duration}.').meta({
      title: 'Text after the stream ends',
      description: 'Available: {duration}. Leave empty to add nothing.',
    }),
    mentionRoleId: discordId('role').meta({
      title: 'Role to mention',
      description: 'The ID of one role. No one else is ever mentioned.',
    }),
    postAs: z
      .string()
      .trim()
      .check(atMostCharacters(platformLimits.discord.webhookName))
      .refine((name) => !/discord|clyde/i.test(name), 'Discord doesn’t allow names with “discord” or “clyde”')
      .default('')
      .meta({
        title: 'Post as',
        description: 'Empty: the bot’s own name. Another name needs “Manage Webhooks” or a webhook address.',
      }),
    pictureUrl: z
      .string()
      .trim()
      .max(1_000)
      .regex(/^(?:https:\/\/\S+)?$/, 'A picture address starts with https://')
      .default('')
      .meta({ title: 'Picture address', description: 'A web address that Discord can reach.' }),
    postSecrets: z.boolean().default(false).meta({
      title: 'Post even if it contains a secret',
      description: 'When off, a notice that contains one of your secrets or a token isn’t posted.',
    }),
    holdOffSeconds: z.number().min(0).max(600).default(20).meta({
      title: 'Wait before posting',
      unit: 's',
      description: 'Streams that stop within this time aren’t announced.',
    }),
    endAfterSeconds: z.number().min(0).max(3_600).default(180).meta({
      title: 'Wait before a stream counts as ended',
      unit: 's',
      description:
        'A stream that restarts within this time counts as the same stream and isn’t announced again.',
    }),
  })
  .prefault({})
  .meta({ title: 'Go-live notice' });
