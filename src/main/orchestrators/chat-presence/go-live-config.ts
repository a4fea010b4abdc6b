import { z } from 'zod';
import { atMostCharacters, platformLimits, readDiscordId, type DiscordIdOf } from '#shared/model/index.ts';
import { orIssue } from './or-issue.ts';

const discordId = (of: DiscordIdOf) =>
  z
    .string()
    .max(200)
    .transform(orIssue(readDiscordId(of)))
    .default('');

/** What the operator can set about announcing streams. */
export const goLiveConfig = z
  .object({
    enabled: z.boolean().default(false).meta({ title: 'Announce streams on Discord' }),
    channelId: discordId('channel').meta({
      title: 'Channel id',
      description:
        'Empty means the channel that is read. In Discord: right-click the channel, Copy Channel ID.',
    }),
    when: z.enum(['stream-starts', 'show-is-live']).default('stream-starts').meta({
      title: 'When',
      description:
        'As soon as OBS streams, or only when the scene is no longer one that means starting soon.',
    }),
    text: z
      .string()
      .check(atMostCharacters(1_500))
      .default('{channel} is live.\n{title}\n{category}\n{url}')
      .meta({
        title: 'Text',
        description:
          'Knows {channel}, {title}, {category} and {url}. A line with something that is not known is left out.',
        lines: 4,
      }),
    ending: z
      .string()
      .check(atMostCharacters(200))
      .default('Ended after {duration}.')
      .meta({ title: 'Added when the stream is over', description: 'Knows {duration}. Empty adds nothing.' }),
    mentionRoleId: discordId('role').meta({
      title: 'Role to mention',
      description: 'The id of one role. Nobody else is ever mentioned.',
    }),
    postAs: z
      .string()
      .trim()
      .check(atMostCharacters(platformLimits.discord.webhookName))
      .refine((name) => !/discord|clyde/i.test(name), 'Discord takes no name with "discord" or "clyde" in it')
      .default('')
      .meta({
        title: 'Post under the name',
        description:
          'Empty means the bot’s own. Another name needs "Manage Webhooks", or the address of a webhook.',
      }),
    pictureUrl: z
      .string()
      .trim()
      .max(1_000)
      .regex(/^(?:https:\/\/\S+)?$/, 'The address of a picture starts with https://')
      .default('')
      .meta({ title: 'With the picture at', description: 'An address that Discord can reach.' }),
    postSecrets: z.boolean().default(false).meta({
      title: 'Post even with a secret in it',
      description: 'A notice that contains one of your secrets or a token is not posted otherwise.',
    }),
    holdOffSeconds: z.number().min(0).max(600).default(20).meta({
      title: 'Wait before it is posted, seconds',
      description: 'A stream that is stopped within this time is not announced.',
    }),
    endAfterSeconds: z.number().min(0).max(3_600).default(180).meta({
      title: 'Wait before a stream counts as over, seconds',
      description: 'A stream that is back within this time is the same one, and is not announced again.',
    }),
  })
  .prefault({})
  .meta({ title: 'Go-live notice' });
