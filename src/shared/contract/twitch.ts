import { z } from 'zod';
import { atMostCharacters, platformLimits } from '../model/index.ts';
import { procedure } from './procedure.ts';

/** One sign-in by device code, from its code to how it ended. */
export const signInAttemptSchema = z.object({
  state: z.enum(['waiting', 'done', 'expired', 'refused', 'cancelled', 'failed']),
  /** To be entered at the address. */
  userCode: z.string(),
  verificationUri: z.string(),
  /** When the code ends, epoch milliseconds. */
  expiresAt: z.number(),
  /** How it stands, in a sentence. */
  message: z.string(),
  /** Twitch does not answer at the moment; the code stays good. */
  troubled: z.boolean(),
});
export type SignInAttempt = z.infer<typeof signInAttemptSchema>;

export const twitchSignInSchema = z.object({
  /** Whether there is a client id to sign in with. */
  configured: z.boolean(),
  /** Whether it is the pretended Twitch of the rehearsal. */
  pretended: z.boolean(),
  account: z.object({ userId: z.string(), login: z.string() }).nullable(),
  /** What was asked for and not allowed. */
  missingScopes: z.array(z.string()),
  /** Until when the sign-in holds; null when nobody is signed in. */
  forecast: z
    .object({
      /** The access token ends then, and is renewed before by itself; epoch milliseconds. */
      accessEndsAt: z.number().nullable(),
      /** Left unused until then, the sign-in is over; epoch milliseconds. */
      signInEndsAt: z.number().nullable(),
      /** Whether it holds for a long show that begins now. */
      holds: z.boolean(),
      message: z.string(),
    })
    .nullable(),
  /** What is wrong with the sign-in: Twitch cannot be asked, or a person has to sign in again. */
  trouble: z.object({ kind: z.enum(['twitch-down', 'sign-in-again']), message: z.string() }).nullable(),
  /** The last sign-in of this run; null before the first. */
  attempt: signInAttemptSchema.nullable(),
  /** Whose token chat is written with. */
  chat: z.object({
    source: z.enum(['sign-in', 'pasted-token', 'nobody']),
    login: z.string().nullable(),
    message: z.string(),
  }),
});
export type TwitchSignIn = z.infer<typeof twitchSignInSchema>;

const userSchema = z.object({ id: z.string(), login: z.string(), displayName: z.string() });

export const twitchChannelSchema = z.object({
  channel: userSchema,
  title: z.string(),
  category: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Epoch milliseconds; null while the channel is offline. */
  liveSince: z.number().nullable(),
});
export type TwitchChannel = z.infer<typeof twitchChannelSchema>;

export const twitchRedemptionSchema = z.object({
  id: z.string(),
  rewardId: z.string(),
  rewardTitle: z.string(),
  cost: z.number(),
  user: userSchema,
  /** What the viewer typed. */
  input: z.string(),
  at: z.number(),
});

export type TwitchRedemptionView = z.infer<typeof twitchRedemptionSchema>;

const longestTimeOutSeconds = 1_209_600;
const twitchId = z.string().min(1).max(100);
const reason = z.string().trim().check(atMostCharacters(platformLimits.twitch.moderationReason)).default('');

export const moderationSchema = z.discriminatedUnion('action', [
  z.object({ action: z.literal('delete-message'), messageId: twitchId }),
  z.object({
    action: z.literal('time-out'),
    userId: twitchId,
    seconds: z.coerce.number().int().min(1).max(longestTimeOutSeconds),
    reason,
  }),
  z.object({ action: z.literal('ban'), userId: twitchId, reason }),
  /** Takes back a ban or a time-out. */
  z.object({ action: z.literal('unban'), userId: twitchId }),
]);
export type Moderation = z.infer<typeof moderationSchema>;

const tags = ['twitch'];

/** Twitch beside its chat: the sign-in, and what the account may do with the channel. */
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
    begin: procedure
      .route({
        method: 'POST',
        path: '/twitch/sign-in',
        tags,
        summary: 'Asks Twitch for a code to sign in with',
      })
      .output(twitchSignInSchema),
    cancel: procedure
      .route({
        method: 'DELETE',
        path: '/twitch/sign-in',
        tags,
        summary: 'Gives up a sign-in that is under way',
      })
      .output(twitchSignInSchema),
  },
  signOut: procedure
    .route({
      method: 'POST',
      path: '/twitch/sign-out',
      tags,
      summary: 'Ends the sign-in, here and at Twitch',
    })
    .output(twitchSignInSchema),
  channel: procedure
    .route({
      method: 'GET',
      path: '/twitch/channel',
      tags,
      summary: 'Title, category, and whether it is live',
    })
    .output(twitchChannelSchema),
  setChannel: procedure
    .route({
      method: 'PATCH',
      path: '/twitch/channel',
      tags,
      summary: 'Changes the title, the category or both',
    })
    .input(
      z
        .object({
          title: z
            .string()
            .trim()
            .min(1, 'A title needs some text')
            .check(atMostCharacters(platformLimits.twitch.title))
            .optional(),
          /** As Twitch names it; empty for none. */
          category: z.string().trim().check(atMostCharacters(platformLimits.twitch.category)).optional(),
        })
        .refine(
          ({ title, category }) => title !== undefined || category !== undefined,
          'Say what to change: the title, the category or both',
        ),
    )
    .output(twitchChannelSchema),
  createMarker: procedure
    .route({ method: 'POST', path: '/twitch/markers', tags, summary: 'Marks this moment of the live stream' })
    .input(
      z.object({
        description: z
          .string()
          .trim()
          .check(atMostCharacters(platformLimits.twitch.markerDescription))
          .default(''),
      }),
    )
    .output(z.object({ positionSeconds: z.number() })),
  createClip: procedure
    .route({ method: 'POST', path: '/twitch/clips', tags, summary: 'Makes a clip of the last moments' })
    .output(z.object({ id: z.string(), url: z.string() })),
  moderate: procedure
    .route({
      method: 'POST',
      path: '/twitch/moderation',
      tags,
      summary: 'Deletes a message, times a viewer out, bans or unbans one',
    })
    .input(moderationSchema)
    .output(z.object({ message: z.string() })),
  redemptions: procedure
    .route({
      method: 'GET',
      path: '/twitch/redemptions',
      tags,
      summary: 'What waits to be fulfilled, newest first',
    })
    .output(z.object({ redemptions: z.array(twitchRedemptionSchema) })),
  settleRedemption: procedure
    .route({
      method: 'POST',
      path: '/twitch/redemptions/{id}/settle',
      tags,
      summary: 'Fulfils a redemption, or gives the points back',
    })
    .input(z.object({ id: twitchId, rewardId: twitchId, outcome: z.enum(['fulfil', 'refund']) }))
    .output(z.object({ message: z.string() })),
};
