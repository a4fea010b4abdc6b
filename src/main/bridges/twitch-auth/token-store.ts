import { z } from 'zod';
import type { Fault, Result } from '#shared/kernel/index.ts';

/** Everything that must survive a crash to stay signed in. */
export const storedTokenSchema = z.object({
  accessToken: z.string().min(1),
  /** Works once: using it gives the next pair and voids this one. */
  refreshToken: z.string().min(1),
  userId: z.string().min(1),
  login: z.string().min(1),
  scopes: z.array(z.string()),
  /** When the access token ends, epoch milliseconds. */
  expiresAt: z.number(),
  /** When Twitch gave out this pair, epoch milliseconds: unused, its refresh token dies 30 days later. */
  obtainedAt: z.number(),
});
export type StoredToken = z.infer<typeof storedTokenSchema>;

/** Who is signed in; safe to show. */
export type SignedInAccount = Pick<StoredToken, 'userId' | 'login' | 'scopes'>;

/** Where the sign-in is kept. */
export interface TokenStore {
  /** The pair that was saved last; null when nobody is signed in. */
  load(): Promise<Result<StoredToken | null, Fault>>;
  /** Resolves only when the pair would survive a power cut. Null wipes it. */
  save(token: StoredToken | null): Promise<Result<void, Fault>>;
}
