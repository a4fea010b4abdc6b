import type { System } from '#core/index.ts';
import type { TwitchApi } from '#main/bridges/ports/index.ts';
import { describeChatAccount, wantedScopes, type TwitchAccount } from '#main/bridges/twitch-auth/index.ts';
import type { TwitchPort } from '#main/gateway/ports/index.ts';
import { twitchComponents } from '#main/orchestrators/chat-presence/manifest.ts';
import type { Moderation, TwitchSignIn } from '#shared/contract/index.ts';
import { assertNever, err, Fault, ok, type Clock, type Result } from '#shared/kernel/index.ts';

/** A show of this length, begun now, should not lose its sign-in, milliseconds. */
const longShowMs = 12 * 3_600_000;

export interface TwitchPortParts {
  readonly system: System;
  readonly clock: Clock;
  readonly twitch: { readonly auth: TwitchAccount; readonly api: TwitchApi };
  readonly rehearsing: boolean;
  readonly isConfigured: () => boolean;
  /** The account whose token was pasted; blank when there is none. */
  readonly pastedLogin: () => string;
}

/** Twitch beside its chat as the contract needs it. */
export const createTwitchPort = (parts: TwitchPortParts): TwitchPort => {
  const { system, clock, twitch, rehearsing } = parts;
  const { auth, api } = twitch;

  const troubleOf = (): TwitchSignIn['trouble'] => {
    const view = system.list().find(({ id }) => id === twitchComponents.auth);
    if (!view || view.wanted === 'stopped') return null;
    if (view.waiting?.for === 'sign-in') {
      return auth.account
        ? { kind: 'sign-in-again', message: view.waiting.message }
        : lostSignIn(view.waiting.message);
    }
    if (view.waiting?.for === 'retry' && view.supervision.lastFailure)
      return { kind: 'twitch-down', message: view.supervision.lastFailure.message };
    const delayed = view.health.conditions.find(
      ({ type, status }) => type === 'Renewable' && status === 'false',
    );
    return delayed ? { kind: 'twitch-down', message: delayed.message } : null;
  };
  /** That nobody is signed in is no trouble by itself; that a sign-in ended is. */
  const lostSignIn = (message: string): TwitchSignIn['trouble'] =>
    message.startsWith('Nobody is signed in') ? null : { kind: 'sign-in-again', message };

  const status = async (): Promise<TwitchSignIn> => {
    const account = await auth.load();
    const login = account?.login ?? parts.pastedLogin();
    const source = account ? 'sign-in' : login === '' ? 'nobody' : 'pasted-token';
    return {
      configured: rehearsing || parts.isConfigured(),
      pretended: rehearsing,
      account: account && { userId: account.userId, login: account.login },
      missingScopes: account ? wantedScopes.filter((scope) => !account.scopes.includes(scope)) : [],
      forecast: auth.forecast(clock.now() + longShowMs),
      trouble: troubleOf(),
      attempt: auth.attempt,
      chat: describeChatAccount({ source, login: login === '' ? null : login }, rehearsing),
    };
  };
  const channel: TwitchPort['channel'] = async () => {
    const [info, live] = await Promise.all([api.getChannelInfo(), api.getLiveSince()]);
    if (!info.ok) return info;
    if (!live.ok) return live;
    const { channel: owner } = api;
    if (!owner) return err(gone());
    return ok({ channel: owner, ...info.value, liveSince: live.value });
  };
  return {
    signIn: {
      status,
      begin: async () => {
        const begun = await auth.beginSignIn();
        return begun.ok ? ok(await status()) : begun;
      },
      cancel: async () => {
        auth.cancelSignIn();
        return status();
      },
    },
    signOut: async () => {
      const ended = await auth.signOut();
      return ended.ok ? ok(await status()) : ended;
    },
    channel,
    setChannel: async (change) => {
      const set = await api.setChannelInfo(change);
      return set.ok ? channel() : set;
    },
    createMarker: (description) => api.createMarker(description),
    createClip: async () => {
      const clip = await api.createClip();
      if (!clip.ok) return clip;
      return ok({ id: clip.value.id, url: `https://clips.twitch.tv/${encodeURIComponent(clip.value.id)}` });
    },
    moderate: (request) => moderate(api, request),
    redemptions: () => api.listRedemptions(),
    settleRedemption: async ({ outcome, ...redemption }) =>
      said(
        await api.settleRedemption(redemption, outcome),
        outcome === 'fulfil' ? 'The redemption is fulfilled.' : 'The points are given back.',
      ),
  };
};

const moderate = async (api: TwitchApi, request: Moderation): Promise<Result<{ message: string }, Fault>> => {
  switch (request.action) {
    case 'delete-message':
      return said(await api.deleteMessage(request.messageId), 'Twitch deleted the message.');
    case 'time-out': {
      const { userId, seconds, reason } = request;
      return said(
        await api.timeOut(userId, seconds, reason),
        `Twitch timed the viewer out for ${seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`}.`,
      );
    }
    case 'ban':
      return said(await api.ban(request.userId, request.reason), 'Twitch banned the viewer.');
    case 'unban':
      return said(await api.unban(request.userId), 'Twitch lets the viewer write again.');
    default:
      return assertNever(request);
  }
};

const said = (result: Result<void, Fault>, message: string): Result<{ message: string }, Fault> =>
  result.ok ? ok({ message }) : result;

const gone = (): Fault =>
  new Fault('twitch.not-connected', 'The Twitch API lost its connection meanwhile. Try again.', {
    kind: 'dependency',
  });
