import type { Fault, Result } from '#shared/kernel/index.ts';
import type { TwitchChannel, TwitchRedemptionView, TwitchSignIn } from '#shared/model/index.ts';

/** Read access to Twitch besides its chat. Refusals contain Twitch's own reason. */
export interface TwitchPort {
  /** Returns the signed-in account and the progress of a sign-in. */
  signIn(): Promise<TwitchSignIn>;
  channel(): Promise<Result<TwitchChannel, Fault>>;
  redemptions(): Promise<Result<readonly TwitchRedemptionView[], Fault>>;
}
