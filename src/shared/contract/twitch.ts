import { z } from 'zod';
import { twitchChannelSchema, twitchRedemptionSchema, twitchSignInSchema } from '../model/index.ts';
import { procedure } from './procedure.ts';

const tags = ['twitch'];

/** Twitch beside its chat, as it is. */
export const twitchContract = {
  signIn: {
    status: procedure
      .route({
        method: 'GET',
        path: '/twitch/sign-in',
        tags,
        summary: 'Who is signed in, and how a sign-in goes',
      })
      .output(twitchSignInSchema),
  },
  channel: procedure
    .route({
      method: 'GET',
      path: '/twitch/channel',
      tags,
      summary: 'Title, category, and whether it is live',
    })
    .output(twitchChannelSchema),
  redemptions: procedure
    .route({
      method: 'GET',
      path: '/twitch/redemptions',
      tags,
      summary: 'What waits to be fulfilled, newest first',
    })
    .output(z.object({ redemptions: z.array(twitchRedemptionSchema) })),
};
