import { implement } from '@orpc/server';
import {
  contract,
  type Moderation,
  type TwitchRedemptionView,
  type TwitchSignIn,
} from '#shared/contract/index.ts';

const os = implement(contract);
const streamer = { id: '1001', login: 'lampyris', displayName: 'Lampyris' };
const viewer = { id: 'user-Aurelia', login: 'aurelia', displayName: 'Aurelia' };

/** What the Twitch of the host in memory knows; a test changes it as it likes. */
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
      message: 'The token is renewed by itself within 4 h.',
    },
    trouble: null,
    attempt: null,
    chat: {
      source: 'sign-in',
      login: streamer.login,
      message: 'Chat is written as lampyris, who is signed in.',
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

/** The procedures of Twitch over what the host in memory knows. */
export const fakeTwitchProcedures = (twitch: FakeTwitch, now: () => number) => {
  const answer = (change: Partial<TwitchSignIn>): TwitchSignIn => Object.assign(twitch.signIn, change);
  const channel = () => {
    const { title, category, liveSince } = twitch;
    return { channel: streamer, title, category, liveSince };
  };
  return {
    signIn: {
      status: os.twitch.signIn.status.handler(() => ({ ...twitch.signIn })),
      begin: os.twitch.signIn.begin.handler(() => ({
        ...answer({
          attempt: {
            state: 'waiting',
            userCode: 'QUIETOWL',
            verificationUri: 'https://www.twitch.tv/activate',
            expiresAt: now() + 1_800_000,
            message: 'Twitch waits for the code.',
            troubled: false,
          },
        }),
      })),
      cancel: os.twitch.signIn.cancel.handler(() => {
        const { attempt } = twitch.signIn;
        const message = 'The sign-in was cancelled.';
        return { ...answer({ attempt: attempt && { ...attempt, state: 'cancelled', message } }) };
      }),
    },
    signOut: os.twitch.signOut.handler(() => ({ ...answer({ account: null, forecast: null }) })),
    channel: os.twitch.channel.handler(channel),
    setChannel: os.twitch.setChannel.handler(({ input: { title, category } }) => {
      if (title !== undefined) twitch.title = title;
      if (category !== undefined) twitch.category = category === '' ? null : { id: '2', name: category };
      return channel();
    }),
    createMarker: os.twitch.createMarker.handler(() => ({ positionSeconds: 6_000 })),
    createClip: os.twitch.createClip.handler(() => ({
      id: 'QuietClip',
      url: 'https://clips.twitch.tv/QuietClip',
    })),
    moderate: os.twitch.moderate.handler(({ input }) => {
      twitch.moderated.push(input);
      return { message: 'Twitch did it.' };
    }),
    redemptions: os.twitch.redemptions.handler(() => ({ redemptions: [...twitch.redemptions] })),
    settleRedemption: os.twitch.settleRedemption.handler(({ input }) => {
      const index = twitch.redemptions.findIndex(({ id }) => id === input.id);
      if (index >= 0) twitch.redemptions.splice(index, 1);
      return { message: 'The redemption is fulfilled.' };
    }),
  };
};
