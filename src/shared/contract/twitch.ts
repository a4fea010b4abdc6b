import { z } from 'zod';
import { twitchChannelSchema, twitchRedemptionSchema, twitchSignInSchema } from '../model/index.ts';
import { procedure } from './procedure.ts';

const tags = ['twitch'];

/** Read access to Twitch apart from chat. */
export const twitchContract = {
  signIn: {
    status: procedure
      .route({
        method: 'GET',
        path: '/twitch/sign-in',
        tags,
        summary: 'The signed-in account and the progress of a sign-in',
      })
      .output(twitchSignInSchema),
  },
  channel: procedure
    .route({
      method: 'GET',
      path: '/twitch/channel',
      tags,
      summary: 'Title, category and live state of the channel',
    })
    .output(twitchChannelSchema),
  redemptions: procedure
    .route({
      method: 'GET',
      path: '/twitch/redemptions',
      tags,
      summary: 'Pending redemptions, newest first',
    })
    .output(z.object({ redemptions: z.array(twitchRedemptionSchema) })),
};
