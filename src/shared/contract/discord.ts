import { z } from 'zod';
import { discordFactsSchema, goLiveStateSchema, slashStateSchema } from '../model/index.ts';
import { procedure } from './procedure.ts';

/** The state of Discord apart from chat. */
export const discordOverviewSchema = discordFactsSchema.extend({
  /** True for the simulated Discord of the rehearsal. */
  simulated: z.boolean(),
  slash: slashStateSchema,
  goLive: goLiveStateSchema,
});
export type DiscordOverview = z.infer<typeof discordOverviewSchema>;

/** Read access to Discord apart from chat. */
export const discordContract = {
  overview: procedure
    .route({
      method: 'GET',
      path: '/discord',
      tags: ['discord'],
      summary: 'The bot, its permissions, its slash commands and the last go-live notice',
    })
    .output(discordOverviewSchema),
};
