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

/** A signed-in Twitch account with a channel and one pending redemption. */
export class FakeTwitch implements TwitchPort {
  readonly #clock: Clock;
  readonly moderated: Moderation[] = [];
  #status: TwitchSignIn;
  #channel: TwitchChannel;
  #waiting: TwitchRedemptionView[];
  /** Fault that every request about the channel returns while set. */
  refusal: Fault | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#status = {
      configured: true,
      pretended: false,
      account: { userId: streamer.id, login: streamer.login },
      missingScopes: [],
      forecast: { accessEndsAt: 1, signInEndsAt: 2, holds: true, message: 'It is renewed by itself.' },
      trouble: null,
      attempt: null,
      chat: { source: 'sign-in', login: streamer.login, message: 'Chat is written as cuelight.' },
    };
    this.#channel = { channel: streamer, title: 'A title', category: null, liveSince: null };
    const viewer = { id: '7', login: 'viewer', displayName: 'Viewer' };
    this.#waiting = [
      { id: 'r-1', rewardId: 'w-1', rewardTitle: 'Hydrate', cost: 100, user: viewer, input: '', at: 0 },
    ];
  }

  async signIn(): Promise<TwitchSignIn> {
    return this.#status;
  }

  async channel(): Promise<Result<TwitchChannel, Fault>> {
    return this.#answer(this.#channel);
  }

  async redemptions(): Promise<Result<readonly TwitchRedemptionView[], Fault>> {
    return this.#answer(this.#waiting);
  }

  /** Implements all Twitch operations; they take effect at once. */
  readonly implementations: readonly OperationImplementation[] = [
    implement(twitchBeginSignIn, {
      run: async () => {
        this.#status = {
          ...this.#status,
          attempt: {
            state: 'waiting',
            userCode: 'ABCDEFGH',
            verificationUri: 'https://www.twitch.tv/activate',
            expiresAt: this.#clock.now() + 1_800_000,
            message: 'Waiting for you to enter the code at Twitch.',
            troubled: false,
          },
        };
        return ok({ result: this.#status });
      },
    }),
    implement(twitchCancelSignIn, {
      run: async () => {
        const { attempt } = this.#status;
        this.#status = { ...this.#status, attempt: attempt && { ...attempt, state: 'cancelled' } };
        return ok({ result: this.#status });
      },
    }),
    implement(twitchSignOut, {
      run: async () => {
        this.#status = { ...this.#status, account: null, forecast: null };
        return ok({ result: this.#status });
      },
    }),
    implement(twitchSetChannel, {
      run: async ({ title }) => {
        if (this.refusal) return err(this.refusal);
        const before = { title: this.#channel.title, category: this.#channel.category?.name ?? '' };
        this.#channel = { ...this.#channel, ...(title !== undefined && { title }) };
        return ok({ result: this.#channel, before });
      },
    }),
    implement(twitchCreateMarker, { run: async () => this.#answer({ result: { positionSeconds: 90 } }) }),
    implement(twitchCreateClip, {
      run: async () => this.#answer({ result: { id: 'Clip1', url: 'https://clips.twitch.tv/Clip1' } }),
    }),
    implement(twitchModerate, {
      run: async (request) => {
        if (this.refusal) return err(this.refusal);
        this.moderated.push(request);
        return ok({ result: { message: 'Twitch did it.' }, before: 'not-banned' });
      },
    }),
    implement(twitchSettleRedemption, {
      run: async ({ id }) => {
        if (!this.#waiting.some((each) => each.id === id))
          return unknown('twitch.not-found', `No redemption "${id}" waits.`);
        this.#waiting = this.#waiting.filter((each) => each.id !== id);
        return ok({ result: { message: 'It is settled.' } });
      },
    }),
  ];

  #answer<T>(value: T): Result<T, Fault> {
    return this.refusal ? err(this.refusal) : ok(value);
  }
}
