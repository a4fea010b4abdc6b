import { implement } from '@orpc/server';
import type { Moderation } from '#shared/catalogue/operations/twitch.ts';
import { contract } from '#shared/contract/index.ts';
import type { TwitchRedemptionView, TwitchSignIn } from '#shared/model/index.ts';
import type { FakeOperationsOf } from './fake-operations.ts';

const os = implement(contract);
const streamer = { id: '1001', login: 'lampyris', displayName: 'Lampyris' };
const viewer = { id: 'user-Aurelia', login: 'aurelia', displayName: 'Aurelia' };

/** The Twitch state of the in-memory host, which tests may change. */
export const createFakeTwitch = (now: number) => {
  const signIn: TwitchSignIn = {
    configured: true,
    pretended: false,
    account: { userId: streamer.id, login: streamer.login },
    missingScopes: [],
    forecast: {
      accessEndsAt: now + 14_000_000,
      signInEndsAt: now + 2_500_000_000,
      holds: true,
      message: 'The token renews automatically within 4 h.',
    },
    trouble: null,
    attempt: null,
    chat: {
      source: 'sign-in',
      login: streamer.login,
      message: 'Chat messages are sent as lampyris, the signed-in account.',
    },
  };
  const redemptions: TwitchRedemptionView[] = [
    {
      id: 'redemption-1',
      rewardId: 'reward-1',
      rewardTitle: 'Hydrate',
      cost: 100,
      user: viewer,
      input: '',
      at: now - 60_000,
    },
  ];
  return {
    signIn,
    redemptions,
    title: 'Glow-worms at dusk',
    category: { id: '1', name: 'Just Chatting' } as { id: string; name: string } | null,
    liveSince: (now - 6_000_000) as number | null,
    moderated: [] as Moderation[],
  };
};
export type FakeTwitch = ReturnType<typeof createFakeTwitch>;

/** The read procedures of Twitch. */
export const fakeTwitchProcedures = (twitch: FakeTwitch) => ({
  signIn: { status: os.twitch.signIn.status.handler(() => ({ ...twitch.signIn })) },
  channel: os.twitch.channel.handler(() => channelOf(twitch)),
  redemptions: os.twitch.redemptions.handler(() => ({ redemptions: [...twitch.redemptions] })),
});

const channelOf = ({ title, category, liveSince }: FakeTwitch) => ({
  channel: streamer,
  title,
  category,
  liveSince,
});

/** The Twitch operations of the in-memory host. */
export const fakeTwitchOperations = (twitch: FakeTwitch, now: () => number): FakeOperationsOf<'twitch'> => {
  const answer = (change: Partial<TwitchSignIn>) => ({
    result: { ...Object.assign(twitch.signIn, change) },
  });
  return {
    'twitch.begin-sign-in': async () =>
      answer({
        attempt: {
          state: 'waiting',
          userCode: 'QUIETOWL',
          verificationUri: 'https://www.twitch.tv/activate',
          expiresAt: now() + 1_800_000,
          message: 'Waiting for you to enter the code at Twitch.',
          troubled: false,
        },
      }),
    'twitch.cancel-sign-in': async () => {
      const { attempt } = twitch.signIn;
      const message = 'The sign-in was cancelled.';
      return answer({ attempt: attempt && { ...attempt, state: 'cancelled', message } });
    },
    'twitch.sign-out': async () => answer({ account: null, forecast: null }),
    'twitch.set-channel': async ({ title, category }) => {
      const before = { title: twitch.title, category: twitch.category?.name ?? '' };
      if (title !== undefined) twitch.title = title;
      if (category !== undefined) twitch.category = category === '' ? null : { id: '2', name: category };
      return { result: channelOf(twitch), before };
    },
    'twitch.create-marker': async () => ({ result: { positionSeconds: 6_000 } }),
    'twitch.create-clip': async () => ({
      result: { id: 'QuietClip', url: 'https://clips.twitch.tv/QuietClip' },
    }),
    'twitch.moderate': async (request) => {
      twitch.moderated.push(request);
      return { result: { message: 'Twitch did it.' }, before: 'not-banned' };
    },
    'twitch.settle-redemption': async ({ id: settled }) => {
      const index = twitch.redemptions.findIndex(({ id }) => id === settled);
      if (index >= 0) twitch.redemptions.splice(index, 1);
      return { result: { message: 'Redemption fulfilled.' } };
    },
  };
};
