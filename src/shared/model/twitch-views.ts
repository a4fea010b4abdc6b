import { z } from 'zod';

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
