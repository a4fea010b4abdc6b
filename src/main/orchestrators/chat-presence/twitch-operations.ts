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
  /** Reads the account and the state of a sign-in. */
  readonly readSignIn: () => Promise<TwitchSignIn>;
}

const gone = (): Fault =>
  new Fault('twitch.not-connected', 'The Twitch API disconnected. Try again.', {
    kind: 'dependency',
  });

/** Reads the channel's current information from Twitch. */
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
      return 'Message deleted on Twitch.';
    case 'time-out':
      return `Viewer timed out on Twitch for ${timeOutWords(request.seconds)}.`;
    case 'ban':
      return 'Viewer banned on Twitch.';
    case 'unban':
      return 'Viewer can chat on Twitch again.';
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
      // Twitch's answer contains the new values. Only values that could not be read before are read now.
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
      // Undoing the second of two timeouts would also undo the first, so undo is offered only when there was
      // none.
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
        message: outcome === 'fulfil' ? 'Redemption fulfilled.' : 'Points refunded.',
      }),
  }),
];

/** Implements the Twitch operations other than chat. */
export const implementTwitch = (parts: TwitchOperationParts): readonly OperationImplementation[] => [
  ...signInOperations(parts),
  ...channelOperations(parts.api),
];
