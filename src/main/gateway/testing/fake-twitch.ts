import type {
  Moderation,
  TwitchChannel,
  TwitchRedemptionView,
  TwitchSignIn,
} from '#shared/contract/index.ts';
import { err, Fault, ok, type Clock, type Result } from '#shared/kernel/index.ts';
import type { TwitchPort } from '../ports/index.ts';

const streamer = { id: '1001', login: 'cuelight', displayName: 'Cuelight' };
const notWaiting = (id: string): Fault =>
  new Fault('twitch.not-found', `No redemption "${id}" waits.`, {
    kind: 'configuration',
    status: 'not-found',
  });

/** A Twitch account that is signed in, with a channel and one redemption that waits. */
export class FakeTwitch implements TwitchPort {
  readonly #clock: Clock;
  readonly moderated: Moderation[] = [];
  #status: TwitchSignIn;
  #channel: TwitchChannel;
  #waiting: TwitchRedemptionView[];
  /** Answers everything about the channel with this while set. */
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

  readonly signIn: TwitchPort['signIn'] = {
    status: async () => this.#status,
    begin: async () => {
      this.#status = {
        ...this.#status,
        attempt: {
          state: 'waiting',
          userCode: 'ABCDEFGH',
          verificationUri: 'https://www.twitch.tv/activate',
          expiresAt: this.#clock.now() + 1_800_000,
          message: 'Twitch waits for the code.',
          troubled: false,
        },
      };
      return ok(this.#status);
    },
    cancel: async () => {
      const { attempt } = this.#status;
      this.#status = { ...this.#status, attempt: attempt && { ...attempt, state: 'cancelled' } };
      return this.#status;
    },
  };

  async signOut(): Promise<Result<TwitchSignIn, Fault>> {
    this.#status = { ...this.#status, account: null, forecast: null };
    return ok(this.#status);
  }

  async channel(): Promise<Result<TwitchChannel, Fault>> {
    return this.refusal ? err(this.refusal) : ok(this.#channel);
  }

  async setChannel({
    title,
  }: Parameters<TwitchPort['setChannel']>[0]): Promise<Result<TwitchChannel, Fault>> {
    if (this.refusal) return err(this.refusal);
    this.#channel = { ...this.#channel, ...(title !== undefined && { title }) };
    return ok(this.#channel);
  }

  async createMarker(): Promise<Result<{ positionSeconds: number }, Fault>> {
    return this.refusal ? err(this.refusal) : ok({ positionSeconds: 90 });
  }

  async createClip(): Promise<Result<{ id: string; url: string }, Fault>> {
    return this.refusal ? err(this.refusal) : ok({ id: 'Clip1', url: 'https://clips.twitch.tv/Clip1' });
  }

  async moderate(request: Moderation): Promise<Result<{ message: string }, Fault>> {
    if (this.refusal) return err(this.refusal);
    this.moderated.push(request);
    return ok({ message: 'Twitch did it.' });
  }

  async redemptions(): Promise<Result<readonly TwitchRedemptionView[], Fault>> {
    return this.refusal ? err(this.refusal) : ok(this.#waiting);
  }

  async settleRedemption({ id }: { readonly id: string }): Promise<Result<{ message: string }, Fault>> {
    if (!this.#waiting.some((each) => each.id === id)) return err(notWaiting(id));
    this.#waiting = this.#waiting.filter((each) => each.id !== id);
    return ok({ message: 'It is settled.' });
  }
}
