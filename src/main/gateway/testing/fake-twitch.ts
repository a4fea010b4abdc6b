import { implement, type OperationImplementation } from '#core/index.ts';
import {
  twitchBeginSignIn,
  twitchCancelSignIn,
  twitchCreateClip,
  twitchCreateMarker,
  twitchModerate,
  twitchSetChannel,
  twitchSettleRedemption,
  twitchSignOut,
  type Moderation,
} from '#shared/catalogue/operations/twitch.ts';
import { err, ok, type Clock, type Fault, type Result } from '#shared/kernel/index.ts';
import type { TwitchChannel, TwitchRedemptionView, TwitchSignIn } from '#shared/model/index.ts';
import type { TwitchPort } from '../ports/index.ts';
import { unknown } from './refusals.ts';

const streamer = { id: '1001', login: 'cuelight', displayName: 'Cuelight' };

/** The account, the channel and the redemptions of a Twitch in memory. A test may change it in place. */
export interface FakeTwitchState {
  readonly signIn: TwitchSignIn;
  readonly channel: TwitchChannel;
  readonly redemptions: TwitchRedemptionView[];
  readonly moderated: Moderation[];
}

const smallTwitch = (): FakeTwitchState => {
  const viewer = { id: '7', login: 'viewer', displayName: 'Viewer' };
  return {
    signIn: {
      configured: true,
      simulated: false,
      account: { userId: streamer.id, login: streamer.login },
      missingScopes: [],
      forecast: { accessEndsAt: 1, signInEndsAt: 2, holds: true, message: 'It is renewed by itself.' },
      trouble: null,
      attempt: null,
      chat: { source: 'sign-in', login: streamer.login, message: 'Chat is written as cuelight.' },
    },
    channel: { channel: streamer, title: 'A title', category: null, liveSince: null },
    redemptions: [
      { id: 'r-1', rewardId: 'w-1', rewardTitle: 'Hydrate', cost: 100, user: viewer, input: '', at: 0 },
    ],
    moderated: [],
  };
};

/** A signed-in Twitch account with a channel and one pending redemption. */
export class FakeTwitch implements TwitchPort {
  readonly #clock: Clock;
  readonly state: FakeTwitchState;
  /** Fault that every request about the channel returns while set. */
  refusal: Fault | undefined;

  constructor(clock: Clock, state: FakeTwitchState = smallTwitch()) {
    this.#clock = clock;
    this.state = state;
  }

  get moderated(): readonly Moderation[] {
    return this.state.moderated;
  }

  async signIn(): Promise<TwitchSignIn> {
    return { ...this.state.signIn };
  }

  async channel(): Promise<Result<TwitchChannel, Fault>> {
    return this.#answer({ ...this.state.channel });
  }

  async redemptions(): Promise<Result<readonly TwitchRedemptionView[], Fault>> {
    return this.#answer([...this.state.redemptions]);
  }

  /** Implements all Twitch operations; they take effect at once. */
  readonly implementations: readonly OperationImplementation[] = [
    implement(twitchBeginSignIn, {
      run: async () =>
        this.#changeSignIn({
          attempt: {
            state: 'waiting',
            userCode: 'QUIETOWL',
            verificationUri: 'https://www.twitch.tv/activate',
            expiresAt: this.#clock.now() + 1_800_000,
            message: 'Waiting for you to enter the code at Twitch.',
            troubled: false,
          },
        }),
    }),
    implement(twitchCancelSignIn, {
      run: async () => {
        const { attempt } = this.state.signIn;
        const message = 'The sign-in was cancelled.';
        return this.#changeSignIn({ attempt: attempt && { ...attempt, state: 'cancelled', message } });
      },
    }),
    implement(twitchSignOut, { run: async () => this.#changeSignIn({ account: null, forecast: null }) }),
    implement(twitchSetChannel, {
      run: async ({ title, category }) => {
        if (this.refusal) return err(this.refusal);
        const { channel } = this.state;
        const before = { title: channel.title, category: channel.category?.name ?? '' };
        Object.assign(channel, {
          ...(title !== undefined && { title }),
          ...(category !== undefined && { category: category === '' ? null : { id: '2', name: category } }),
        });
        return ok({ result: { ...channel }, before });
      },
    }),
    implement(twitchCreateMarker, { run: async () => this.#answer({ result: { positionSeconds: 90 } }) }),
    implement(twitchCreateClip, {
      run: async () => this.#answer({ result: { id: 'Clip1', url: 'https://clips.twitch.tv/Clip1' } }),
    }),
    implement(twitchModerate, {
      run: async (request) => {
        if (this.refusal) return err(this.refusal);
        this.state.moderated.push(request);
        return ok({ result: { message: 'Twitch did it.' }, before: 'not-banned' });
      },
    }),
    implement(twitchSettleRedemption, {
      run: async ({ id }) => {
        const { redemptions } = this.state;
        const index = redemptions.findIndex((each) => each.id === id);
        if (index < 0) return unknown('twitch.not-found', `No redemption "${id}" waits.`);
        redemptions.splice(index, 1);
        return ok({ result: { message: 'It is settled.' } });
      },
    }),
  ];

  #changeSignIn(change: Partial<TwitchSignIn>) {
    return ok({ result: { ...Object.assign(this.state.signIn, change) } });
  }

  #answer<T>(value: T): Result<T, Fault> {
    return this.refusal ? err(this.refusal) : ok(value);
  }
}
