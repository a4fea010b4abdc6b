import type { Fault, Result } from '#shared/kernel/index.ts';
import type { ChatDelivery } from '#shared/model/index.ts';
import type { Component } from '#core/component.ts';
import type { OutboundChat } from './chat.ts';

/** An access token of the signed-in Twitch account, with its account and scopes. */
export interface TwitchToken {
  readonly accessToken: string;
  readonly userId: string;
  readonly login: string;
  readonly scopes: readonly string[];
}

/** Provides the token of the signed-in Twitch account. */
export interface TwitchTokens {
  readonly clientId: string;
  /**
   * Returns the current token, renewed first when it is about to expire. An `authentication` fault requires a
   * sign-in by a person.
   */
  current(): Promise<Result<TwitchToken, Fault>>;
  /** Replaces an access token that Twitch refused. Concurrent calls share a single refresh. */
  replace(refused: string): Promise<Result<TwitchToken, Fault>>;
}

/** Signs in to and out of Twitch, whether or not the component runs. */
export interface TwitchSignInControl {
  /** Resolves when there is a code to show. */
  beginSignIn(): Promise<Result<void, Fault>>;
  /** Cancels the sign-in in progress. */
  cancelSignIn(): void;
  /** Ends the sign-in, locally and at Twitch. */
  signOut(): Promise<Result<void, Fault>>;
}

export interface TwitchUser {
  readonly id: string;
  readonly login: string;
  readonly displayName: string;
}

export interface TwitchCategory {
  readonly id: string;
  readonly name: string;
}

/** The channel information that viewers see. */
export interface TwitchChannelInfo {
  readonly title: string;
  /** Null when the channel has no category. */
  readonly category: TwitchCategory | null;
}

/** A redemption of a channel point reward. */
export interface TwitchRedemption {
  readonly id: string;
  readonly rewardId: string;
  readonly rewardTitle: string;
  readonly cost: number;
  readonly user: TwitchUser;
  /** The viewer's text; empty when the reward requires none. */
  readonly input: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface TwitchFollow {
  readonly user: TwitchUser;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Parameters of one EventSub subscription. */
export interface EventSubscriptionRequest {
  readonly type: string;
  readonly version: string;
  readonly condition: Readonly<Record<string, string>>;
  readonly sessionId: string;
}

/** Operations at Twitch through Helix. Refusals are values and quote Twitch's message. */
export interface TwitchApi extends Component {
  /** The channel that all operations apply to; null until it was found. */
  readonly channel: TwitchUser | null;
  getChannelInfo(): Promise<Result<TwitchChannelInfo, Fault>>;
  /** Returns the start of the live stream (epoch milliseconds); null while the channel is offline. */
  getLiveSince(): Promise<Result<number | null, Fault>>;
  /**
   * Changes the given fields. A category has Twitch's exact name. Resolves with the information after the
   * change.
   */
  setChannelInfo(change: {
    readonly title?: string;
    readonly category?: string;
  }): Promise<Result<TwitchChannelInfo, Fault>>;
  /** `delivered` only when Twitch confirmed it; with the reason when Twitch dropped the message. */
  sendMessage(message: OutboundChat): Promise<Result<ChatDelivery, Fault>>;
  /** Null when no account has this login. */
  findUser(login: string): Promise<Result<TwitchUser | null, Fault>>;
  ban(userId: string, reason: string): Promise<Result<void, Fault>>;
  /** Seconds from 1 to 1,209,600 (two weeks). */
  timeOut(userId: string, seconds: number, reason: string): Promise<Result<void, Fault>>;
  /**
   * Returns true while the user is banned or timed out. Only the broadcaster's account may read this: the
   * call fails without a request for a moderator's account.
   */
  isBanned(userId: string): Promise<Result<boolean, Fault>>;
  /** Lifts a ban or a timeout. */
  unban(userId: string): Promise<Result<void, Fault>>;
  deleteMessage(messageId: string): Promise<Result<void, Fault>>;
  /** Marks this moment of the live stream; the description has at most 140 characters. */
  createMarker(description: string): Promise<Result<{ readonly positionSeconds: number }, Fault>>;
  /** Resolves with the clip's id; Twitch finishes it within about 15 s. */
  createClip(): Promise<Result<{ readonly id: string }, Fault>>;
  /** Returns redemptions that are neither fulfilled nor refunded, newest first. */
  listRedemptions(): Promise<Result<readonly TwitchRedemption[], Fault>>;
  /** Fulfils or refunds redemptions of rewards that this client id created; Twitch refuses others. */
  settleRedemption(
    redemption: Pick<TwitchRedemption, 'id' | 'rewardId'>,
    outcome: 'fulfil' | 'refund',
  ): Promise<Result<void, Fault>>;
  /** Returns redemptions of any state since this time (epoch milliseconds), oldest first. */
  redemptionsSince(at: number): Promise<Result<readonly TwitchRedemption[], Fault>>;
  /** Returns follows since this time (epoch milliseconds), oldest first. */
  followsSince(at: number): Promise<Result<readonly TwitchFollow[], Fault>>;
  /** Returns all current subscribers. */
  listSubscribers(): Promise<Result<readonly TwitchUser[], Fault>>;
  /** Resolves with the subscription's id. */
  subscribeToEvents(request: EventSubscriptionRequest): Promise<Result<string, Fault>>;
  /** Returns the event types that Twitch currently delivers to this session. */
  listEventSubscriptions(sessionId: string): Promise<Result<readonly string[], Fault>>;
}

/** Events at Twitch that were missed during a gap, as far as Helix can list them. */
export interface MissedTwitch {
  readonly redemptions: readonly TwitchRedemption[];
  readonly follows: readonly TwitchFollow[];
  /** Users who subscribe now and did not before the gap. */
  readonly subscribers: readonly TwitchUser[];
  /** Sentences about events that can't be listed. */
  readonly notFetched: readonly string[];
}

/** Lists missed events. EventSub itself never replays events. */
export interface MissedTwitchEvents {
  /** Records the current subscribers for comparison after a later gap. Never rejects. */
  remember(): Promise<void>;
  /**
   * Returns the events since this time (epoch milliseconds). Never rejects: failures are listed in
   * `notFetched`.
   */
  since(at: number): Promise<MissedTwitch>;
}
