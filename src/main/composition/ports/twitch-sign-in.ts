import type { System } from '#core/index.ts';
import { describeChatAccount, wantedScopes, type TwitchAccount } from '#main/bridges/twitch-auth/index.ts';
import { twitchComponents } from '#main/orchestrators/chat-presence/manifest.ts';
import type { Clock } from '#shared/kernel/index.ts';
import type { TwitchSignIn } from '#shared/model/index.ts';

/** Milliseconds of a long show. A sign-in should last for a show that starts now. */
const longShowMs = 12 * 3_600_000;

export interface TwitchSignInParts {
  readonly list: System['list'];
  readonly clock: Clock;
  readonly auth: TwitchAccount;
  readonly rehearsing: boolean;
  readonly isConfigured: () => boolean;
  /** Login of the account whose token was pasted; blank when there is none. */
  readonly pastedLogin: () => string;
}

/** Returns a reader of the Twitch sign-in: the account, its expiry, and its problem. */
export const createSignInReader = (parts: TwitchSignInParts): (() => Promise<TwitchSignIn>) => {
  const { list, clock, auth, rehearsing } = parts;

  const troubleOf = (): TwitchSignIn['trouble'] => {
    const view = list().find(({ id }) => id === twitchComponents.auth);
    if (!view || view.desired === 'stopped') return null;
    if (view.waiting?.for === 'sign-in') {
      // A missing sign-in is not a problem by itself; an ended sign-in is.
      return !auth.account && view.supervision.lastFailure?.code === 'twitch.signed-out'
        ? null
        : { kind: 'sign-in-again', message: view.waiting.message };
    }
    if (view.waiting?.for === 'retry' && view.supervision.lastFailure)
      return { kind: 'twitch-down', message: view.supervision.lastFailure.message };
    const delayed = view.health.conditions.find(
      ({ type, status }) => type === 'Renewable' && status === 'false',
    );
    return delayed ? { kind: 'twitch-down', message: delayed.message } : null;
  };

  return async () => {
    const account = await auth.load();
    const login = account?.login ?? parts.pastedLogin();
    const source = account ? 'sign-in' : login === '' ? 'nobody' : 'pasted-token';
    return {
      configured: rehearsing || parts.isConfigured(),
      simulated: rehearsing,
      account: account && { userId: account.userId, login: account.login },
      missingScopes: account ? wantedScopes.filter((scope) => !account.scopes.includes(scope)) : [],
      forecast: auth.forecast(clock.now() + longShowMs),
      trouble: troubleOf(),
      attempt: auth.attempt,
      chat: describeChatAccount({ source, login: login === '' ? null : login }, rehearsing),
    };
  };
};
