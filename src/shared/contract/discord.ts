import { z } from 'zod';
import {
  atMostCharacters,
  discordFactsSchema,
  goLiveStateSchema,
  platformLimits,
  slashStateSchema,
} from '../model/index.ts';
import { procedure } from './procedure.ts';
import { sendAnywaySchema } from './send-anyway.ts';

const discordId = z.string().regex(/^\d{1,20}$/, 'A Discord id is a number');

/** What Discord beside its chat is known to be and to do. */
export const discordOverviewSchema = discordFactsSchema.extend({
  /** Whether it is the pretended Discord of the rehearsal. */
  pretended: z.boolean(),
  slash: slashStateSchema,
  goLive: goLiveStateSchema,
});
export type DiscordOverview = z.infer<typeof discordOverviewSchema>;

/** Where a message of ours stands on Discord. */
export const discordPlaceSchema = z.object({
  channelId: discordId,
  messageId: discordId,
  /** The webhook that wrote it, when it was posted under another name. */
  webhookId: discordId.nullable().default(null),
});
export type DiscordPlace = z.output<typeof discordPlaceSchema>;

const text = z
  .string()
  .trim()
  .min(1, 'A message needs some text')
  .check(atMostCharacters(platformLimits.discord.message));
const postedSchema = z.object({
  channelId: z.string(),
  channelTitle: z.string(),
  messageId: z.string(),
  webhookId: z.string().nullable(),
  text: z.string(),
});
export type DiscordPostedView = z.infer<typeof postedSchema>;

/** Discord beside its chat. */
export const discordContract = {
  overview: procedure
    .route({
      method: 'GET',
      path: '/discord',
      tags: ['discord'],
      summary: 'The bot, what it may do, its slash commands and the last go-live notice',
    })
    .output(discordOverviewSchema),
  tryNotice: procedure
    .route({
      method: 'POST',
      path: '/discord/go-live/try',
      tags: ['discord'],
      summary: 'Posts the go-live notice as it would be now, marked as a test',
    })
    .output(postedSchema),
  post: procedure
    .route({
      method: 'POST',
      path: '/discord/messages',
      tags: ['discord'],
      summary:
        'Posts in a channel of the server, as the bot or under another name; refuses a secret unless sendAnyway is true',
    })
    .input(
      z.object({
        text,
        /** The channel that is read, when left out. */
        channelId: discordId.optional(),
        name: z.string().trim().min(1).check(atMostCharacters(platformLimits.discord.webhookName)).optional(),
        pictureUrl: z
          .url({ protocol: /^https$/, error: 'The address of a picture starts with https://' })
          .optional(),
        sendAnyway: sendAnywaySchema,
      }),
    )
    .output(postedSchema),
  edit: procedure
    .route({
      method: 'PATCH',
      path: '/discord/messages',
      tags: ['discord'],
      summary: 'Changes a message of ours; refuses a secret unless sendAnyway is true',
    })
    .input(discordPlaceSchema.extend({ text, sendAnyway: sendAnywaySchema }))
    .output(z.object({ message: z.string() })),
  remove: procedure
    .route({
      method: 'POST',
      path: '/discord/messages/remove',
      tags: ['discord'],
      summary: 'Deletes a message of ours',
    })
    .input(discordPlaceSchema)
    .output(z.object({ message: z.string() })),
  rehearseCommand: procedure
    .route({
      method: 'POST',
      path: '/discord/rehearsal/command',
      tags: ['discord'],
      summary: 'Lets a viewer of the rehearsal use a slash command; refused while live',
    })
    .input(
      z.object({ command: z.string().regex(/^[-_\p{Ll}\p{N}]{1,32}$/u, 'A command is a lower-case word') }),
    )
    .output(z.object({ message: z.string() })),
};
