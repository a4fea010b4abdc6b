import type { Fault, Result } from '#shared/kernel/index.ts';
import type { TwitchChannel, TwitchRedemptionView, TwitchSignIn } from '#shared/model/index.ts';

/** What is read of Twitch beside its chat. Refusals say in Twitch's words why. */
export interface TwitchPort {
  /** Who is signed in, and how a sign-in goes. */
  signIn(): Promise<TwitchSignIn>;
  channel(): Promise<Result<TwitchChannel, Fault>>;
  redemptions(): Promise<Result<readonly TwitchRedemptionView[], Fault>>;
}
