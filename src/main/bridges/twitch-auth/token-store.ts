import { z } from 'zod';
import type { Fault, Result } from '#shared/kernel/index.ts';

/** The data that must survive a crash to stay signed in. */
export const storedTokenSchema = z.object({
  accessToken: z.string().min(1),
  /** Valid for one use, which returns the next pair and invalidates this one. */
  refreshToken: z.string().min(1),
  userId: z.string().min(1),
  login: z.string().min(1),
  scopes: z.array(z.string()),
  /** Expiry of the access token, epoch milliseconds. */
  expiresAt: z.number(),
  /**
   * Time when Twitch issued this pair, epoch milliseconds: unused, its refresh token expires 30 days later.
   */
  obtainedAt: z.number(),
});
export type StoredToken = z.infer<typeof storedTokenSchema>;

/** The signed-in account; safe to show. */
export type SignedInAccount = Pick<StoredToken, 'userId' | 'login' | 'scopes'>;

/** Stores the sign-in. */
export interface TokenStore {
  /** Returns the last saved pair; null when not signed in. */
  load(): Promise<Result<StoredToken | null, Fault>>;
  /** Resolves only when the pair would survive a power cut. Null deletes it. */
  save(token: StoredToken | null): Promise<Result<void, Fault>>;
}
