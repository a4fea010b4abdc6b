import { answerWhenDone, implement, type OperationImplementation } from '#core/index.ts';
import type { TwitchApi, TwitchSignInControl } from '#main/bridges/ports/index.ts';
import {
  timeOutWords,
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
import { assertNever, err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import type { TwitchChannel, TwitchSignIn } from '#shared/model/index.ts';

export interface TwitchOperationParts {
  readonly auth: TwitchSignInControl;
  readonly api: TwitchApi;
  /** Reads who is signed in, and how a sign-in goes. */
  readonly readSignIn: () => Promise<TwitchSignIn>;
}

const gone = (): Fault =>
  new Fault('twitch.not-connected', 'The Twitch API lost its connection meanwhile. Try again.', {
    kind: 'dependency',
  });

/** Reads the channel as Twitch has it now. */
export const readTwitchChannel = async (api: TwitchApi): Promise<Result<TwitchChannel, Fault>> => {
  const [info, live] = await Promise.all([api.getChannelInfo(), api.getLiveSince()]);
  if (!info.ok) return info;
  if (!live.ok) return live;
  const { channel } = api;
  return channel ? ok({ channel, ...info.value, liveSince: live.value }) : err(gone());
};

const moderate = (api: TwitchApi, request: Moderation): Promise<Result<void, Fault>> => {
  switch (request.action) {
    case 'delete-message':
      return api.deleteMessage(request.messageId);
    case 'time-out':
      return api.timeOut(request.userId, request.seconds, request.reason);
    case 'ban':
      return api.ban(request.userId, request.reason);
    case 'unban':
      return api.unban(request.userId);
    default:
      return assertNever(request);
  }
};

const moderatedWords = (request: Moderation): string => {
  switch (request.action) {
    case 'delete-message':
      return 'Twitch deleted the message.';
    case 'time-out':
      return `Twitch timed the viewer out for ${timeOutWords(request.seconds)}.`;
    case 'ban':
      return 'Twitch banned the viewer.';
    case 'unban':
      return 'Twitch lets the viewer write again.';
    default:
      return assertNever(request);
  }
};

const signInOperations = ({
  auth,
  readSignIn,
}: Pick<TwitchOperationParts, 'auth' | 'readSignIn'>): readonly OperationImplementation[] => [
  implement(twitchBeginSignIn, {
    run: async () => {
      const begun = await auth.beginSignIn();
      return begun.ok ? ok({ result: await readSignIn() }) : begun;
    },
  }),
  implement(twitchCancelSignIn, {
    run: async () => {
      auth.cancelSignIn();
      return ok({ result: await readSignIn() });
    },
  }),
  implement(twitchSignOut, {
    run: async () => {
      const ended = await auth.signOut();
      return ended.ok ? ok({ result: await readSignIn() }) : ended;
    },
  }),
];

const channelOperations = (api: TwitchApi): readonly OperationImplementation[] => [
  implement(twitchSetChannel, {
    run: async ({ title, category }) => {
      const known = await readTwitchChannel(api);
      const set = await api.setChannelInfo({
        ...(title !== undefined && { title }),
        ...(category !== undefined && { category }),
      });
      if (!set.ok) return set;
      // Twitch answered with what is set. Only what could not be read before has to be read now.
      const now = known.ok ? ok({ ...known.value, ...set.value }) : await readTwitchChannel(api);
      if (!now.ok) return now;
      const before = known.ok
        ? { title: known.value.title, category: known.value.category?.name ?? '' }
        : null;
      return ok({ result: now.value, before });
    },
  }),
  implement(twitchCreateMarker, {
    run: async ({ description }) => {
      const marked = await api.createMarker(description);
      return marked.ok ? ok({ result: { positionSeconds: marked.value.positionSeconds } }) : marked;
    },
  }),
  implement(twitchCreateClip, {
    run: async () => {
      const clip = await api.createClip();
      if (!clip.ok) return clip;
      const { id } = clip.value;
      return ok({ result: { id, url: `https://clips.twitch.tv/${encodeURIComponent(id)}` } });
    },
  }),
  implement(twitchModerate, {
    run: async (request) => {
      // Taking back the second of two time-outs would take back the first as well: offered only where there was none.
      const isBanned =
        request.action === 'ban' || request.action === 'time-out' ? await api.isBanned(request.userId) : null;
      const done = await moderate(api, request);
      const before = isBanned?.ok && !isBanned.value ? ('not-banned' as const) : null;
      return done.ok ? ok({ result: { message: moderatedWords(request) }, before }) : done;
    },
  }),
  implement(twitchSettleRedemption, {
    run: async ({ outcome, ...redemption }) =>
      answerWhenDone(await api.settleRedemption(redemption, outcome), {
        message: outcome === 'fulfil' ? 'The redemption is fulfilled.' : 'The points are given back.',
      }),
  }),
];

/** Implements everything that can be done at Twitch beside its chat. */
export const implementTwitch = (parts: TwitchOperationParts): readonly OperationImplementation[] => [
  ...signInOperations(parts),
  ...channelOperations(parts.api),
];
