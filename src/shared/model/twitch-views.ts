import { z } from 'zod';

/** One sign-in by device code, from requesting the code to the outcome. */
export const signInAttemptSchema = z.object({
  state: z.enum(['waiting', 'done', 'expired', 'refused', 'cancelled', 'failed']),
  /** The code to enter on the page. */
  userCode: z.string(),
  verificationUri: z.string(),
  /** Time when the code expires, epoch milliseconds. */
  expiresAt: z.number(),
  /** The state, in a sentence. */
  message: z.string(),
  /** True while Twitch does not answer; the code stays valid. */
  troubled: z.boolean(),
});
export type SignInAttempt = z.infer<typeof signInAttemptSchema>;

export const twitchSignInSchema = z.object({
  /** True when there is a client id to sign in with. */
  configured: z.boolean(),
  /** True for the simulated Twitch of the rehearsal. */
  simulated: z.boolean(),
  account: z.object({ userId: z.string(), login: z.string() }).nullable(),
  /** The requested permissions that were not granted. */
  missingScopes: z.array(z.string()),
  /** The validity of the sign-in; null when nobody is signed in. */
  forecast: z
    .object({
      /** Expiry of the access token, which is renewed automatically before; epoch milliseconds. */
      accessEndsAt: z.number().nullable(),
      /** Expiry of the sign-in if it stays unused; epoch milliseconds. */
      signInEndsAt: z.number().nullable(),
      /** True when the sign-in lasts for a long show that starts now. */
      holds: z.boolean(),
      message: z.string(),
    })
    .nullable(),
  /** The problem with the sign-in: Twitch can't be reached, or a person has to sign in again. */
  trouble: z.object({ kind: z.enum(['twitch-down', 'sign-in-again']), message: z.string() }).nullable(),
  /** The last sign-in of this run; null before the first. */
  attempt: signInAttemptSchema.nullable(),
  /** The account whose token sends chat. */
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
  /** The text that the viewer typed. */
  input: z.string(),
  at: z.number(),
});

export type TwitchRedemptionView = z.infer<typeof twitchRedemptionSchema>;
