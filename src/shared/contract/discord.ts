import { z } from 'zod';
import { discordFactsSchema, goLiveStateSchema, slashStateSchema } from '../model/index.ts';
import { procedure } from './procedure.ts';

/** What Discord beside its chat is known to be and to do. */
export const discordOverviewSchema = discordFactsSchema.extend({
  /** Whether it is the pretended Discord of the rehearsal. */
  pretended: z.boolean(),
  slash: slashStateSchema,
  goLive: goLiveStateSchema,
});
export type DiscordOverview = z.infer<typeof discordOverviewSchema>;

/** Discord beside its chat, as it is. */
export const discordContract = {
  overview: procedure
    .route({
      method: 'GET',
      path: '/discord',
      tags: ['discord'],
      summary: 'The bot, what it may do, its slash commands and the last go-live notice',
    })
    .output(discordOverviewSchema),
};
