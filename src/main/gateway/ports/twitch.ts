import type { Fault, Result } from '#shared/kernel/index.ts';
import type {
  Moderation,
  TwitchChannel,
  TwitchRedemptionView,
  TwitchSignIn,
} from '#shared/contract/index.ts';

/** Twitch beside its chat. Refusals say in Twitch's words why. */
export interface TwitchPort {
  readonly signIn: {
    status(): Promise<TwitchSignIn>;
    /** Resolves when there is a code to show; how it goes on is in the status. */
    begin(): Promise<Result<TwitchSignIn, Fault>>;
    cancel(): Promise<TwitchSignIn>;
  };
  signOut(): Promise<Result<TwitchSignIn, Fault>>;
  channel(): Promise<Result<TwitchChannel, Fault>>;
  setChannel(change: {
    readonly title?: string;
    readonly category?: string;
  }): Promise<Result<TwitchChannel, Fault>>;
  createMarker(description: string): Promise<Result<{ positionSeconds: number }, Fault>>;
  createClip(): Promise<Result<{ id: string; url: string }, Fault>>;
  moderate(request: Moderation): Promise<Result<{ message: string }, Fault>>;
  redemptions(): Promise<Result<readonly TwitchRedemptionView[], Fault>>;
  settleRedemption(request: {
    readonly id: string;
    readonly rewardId: string;
    readonly outcome: 'fulfil' | 'refund';
  }): Promise<Result<{ message: string }, Fault>>;
}
