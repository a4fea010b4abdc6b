import type { Fault, Result } from '#shared/kernel/index.ts';
import type { ChatDelivery } from '#shared/model/index.ts';
import type { Component } from '#core/component.ts';
import type { OutboundChat } from './chat.ts';

/** An access token of our Twitch account, and what it stands for. */
export interface TwitchToken {
  readonly accessToken: string;
  readonly userId: string;
  readonly login: string;
  readonly scopes: readonly string[];
}

/** Hands out the token of the one Twitch account that is signed in. */
export interface TwitchTokens {
  readonly clientId: string;
  /** The token to use now, renewed first when it is about to end. `authentication` asks a person to sign in. */
  current(): Promise<Result<TwitchToken, Fault>>;
  /** Twitch refused this access token: the next one, from a single refresh however many ask at once. */
  replace(refused: string): Promise<Result<TwitchToken, Fault>>;
}

/** Signs in to Twitch and out again, whether or not the component runs. */
export interface TwitchSignInControl {
  /** Resolves when there is a code to show. */
  beginSignIn(): Promise<Result<void, Fault>>;
  /** Gives up a sign-in that is under way. */
  cancelSignIn(): void;
  /** Ends the sign-in, here and at Twitch. */
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

/** What a viewer sees above the stream. */
export interface TwitchChannelInfo {
  readonly title: string;
  /** Null when the channel has none. */
  readonly category: TwitchCategory | null;
}

/** A reward bought with channel points. */
export interface TwitchRedemption {
  readonly id: string;
  readonly rewardId: string;
  readonly rewardTitle: string;
  readonly cost: number;
  readonly user: TwitchUser;
  /** What the viewer typed; empty when the reward asks for nothing. */
  readonly input: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface TwitchFollow {
  readonly user: TwitchUser;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** One wish to hear of something, in EventSub's terms. */
export interface EventSubscriptionRequest {
  readonly type: string;
  readonly version: string;
  readonly condition: Readonly<Record<string, string>>;
  readonly sessionId: string;
}

/** What can be done at Twitch through Helix. Refusals are values; what Twitch answers is said in its own words. */
export interface TwitchApi extends Component {
  /** The channel that all of this is about; null until it was found. */
  readonly channel: TwitchUser | null;
  getChannelInfo(): Promise<Result<TwitchChannelInfo, Fault>>;
  /** Whether the channel is live, and since when (epoch milliseconds); null when it is not. */
  getLiveSince(): Promise<Result<number | null, Fault>>;
  /** Changes what is given. A category is named as Twitch names it. Resolves with what is set afterwards. */
  setChannelInfo(change: {
    readonly title?: string;
    readonly category?: string;
  }): Promise<Result<TwitchChannelInfo, Fault>>;
  /** `delivered` only when Twitch says that it was; its reason when it dropped the message. */
  sendMessage(message: OutboundChat): Promise<Result<ChatDelivery, Fault>>;
  /** Null when Twitch knows nobody of this login. */
  findUser(login: string): Promise<Result<TwitchUser | null, Fault>>;
  ban(userId: string, reason: string): Promise<Result<void, Fault>>;
  /** Seconds from 1 to 1,209,600 (two weeks). */
  timeOut(userId: string, seconds: number, reason: string): Promise<Result<void, Fault>>;
  /**
   * True while somebody is banned or timed out. Twitch tells it to the broadcaster alone: it fails, without asking, for an account that
   * moderates the channel of another.
   */
  isBanned(userId: string): Promise<Result<boolean, Fault>>;
  /** Takes back a ban or a time-out. */
  unban(userId: string): Promise<Result<void, Fault>>;
  deleteMessage(messageId: string): Promise<Result<void, Fault>>;
  /** Marks this moment of the live stream; at most 140 characters. */
  createMarker(description: string): Promise<Result<{ readonly positionSeconds: number }, Fault>>;
  /** Resolves with the clip's id; Twitch finishes it within about 15 s. */
  createClip(): Promise<Result<{ readonly id: string }, Fault>>;
  /** Redemptions that wait to be fulfilled or refunded, newest first. */
  listRedemptions(): Promise<Result<readonly TwitchRedemption[], Fault>>;
  /** Settles redemptions of rewards that this client id made; Twitch refuses others. */
  settleRedemption(
    redemption: Pick<TwitchRedemption, 'id' | 'rewardId'>,
    outcome: 'fulfil' | 'refund',
  ): Promise<Result<void, Fault>>;
  /** Redemptions of any state since this instant (epoch milliseconds), oldest first. */
  redemptionsSince(at: number): Promise<Result<readonly TwitchRedemption[], Fault>>;
  /** Follows since this instant (epoch milliseconds), oldest first. */
  followsSince(at: number): Promise<Result<readonly TwitchFollow[], Fault>>;
  /** Everybody who subscribes now. */
  listSubscribers(): Promise<Result<readonly TwitchUser[], Fault>>;
  /** Resolves with the subscription's id. */
  subscribeToEvents(request: EventSubscriptionRequest): Promise<Result<string, Fault>>;
  /** The types that Twitch says it delivers to this session now. */
  listEventSubscriptions(sessionId: string): Promise<Result<readonly string[], Fault>>;
}

/** What happened at Twitch while nobody listened, as far as it can be asked for afterwards. */
export interface MissedTwitch {
  readonly redemptions: readonly TwitchRedemption[];
  readonly follows: readonly TwitchFollow[];
  /** Who subscribes now and did not before the gap. */
  readonly subscribers: readonly TwitchUser[];
  /** What could not be told, each a sentence. */
  readonly untold: readonly string[];
}

/** Finds out what was missed. EventSub itself never repeats anything. */
export interface MissedTwitchEvents {
  /** Notes who subscribes now, to compare a later gap with. Never rejects. */
  remember(): Promise<void>;
  /** What happened since this instant (epoch milliseconds). Never rejects: what fails is among the untold. */
  since(at: number): Promise<MissedTwitch>;
}
