import {
  createSessionTokenStore,
  createVaultTokenStore,
  TwitchAccount,
  wantedScopes,
  type SignInPlace,
} from '#main/bridges/twitch-auth/index.ts';
import type { TwitchEventsBridge } from '#main/bridges/twitch-events/index.ts';
import type { TwitchApi, TwitchUser } from '#main/bridges/ports/index.ts';
import type { ChatPresenceConfig, TwitchBridges } from '#main/orchestrators/chat-presence/index.ts';
import { runningStage, type RehearsalComponent, type RunningRehearsal } from '#main/rehearsal/index.ts';
import { err, Fault, type Clock, type Result } from '#shared/kernel/index.ts';
import type { Secrets } from '#main/settings/index.ts';
import { RenewedComponent } from './renewed-bridge.ts';

/** Where the parts of Twitch beside its chat are; addresses left out are Twitch's own. */
export interface TwitchPlace {
  readonly signIn: SignInPlace;
  /** Blank means the account's own. */
  readonly channel: string;
  readonly apiUrl?: string;
  readonly eventsUrl?: string;
}

/** Helix of the place that holds now. Its library is loaded when it is first started. */
class RenewedTwitchApi extends RenewedComponent<TwitchApi> implements TwitchApi {
  get channel(): TwitchUser | null {
    return this.bridge?.channel ?? null;
  }

  readonly getChannelInfo: TwitchApi['getChannelInfo'] = () => this.#ask((api) => api.getChannelInfo());
  readonly getLiveSince: TwitchApi['getLiveSince'] = () => this.#ask((api) => api.getLiveSince());
  readonly setChannelInfo: TwitchApi['setChannelInfo'] = (change) =>
    this.#ask((api) => api.setChannelInfo(change));
  readonly sendMessage: TwitchApi['sendMessage'] = (message) => this.#ask((api) => api.sendMessage(message));
  readonly findUser: TwitchApi['findUser'] = (login) => this.#ask((api) => api.findUser(login));
  readonly ban: TwitchApi['ban'] = (userId, reason) => this.#ask((api) => api.ban(userId, reason));
  readonly timeOut: TwitchApi['timeOut'] = (userId, seconds, reason) =>
    this.#ask((api) => api.timeOut(userId, seconds, reason));
  readonly unban: TwitchApi['unban'] = (userId) => this.#ask((api) => api.unban(userId));
  readonly deleteMessage: TwitchApi['deleteMessage'] = (id) => this.#ask((api) => api.deleteMessage(id));
  readonly createMarker: TwitchApi['createMarker'] = (text) => this.#ask((api) => api.createMarker(text));
  readonly createClip: TwitchApi['createClip'] = () => this.#ask((api) => api.createClip());
  readonly listRedemptions: TwitchApi['listRedemptions'] = () => this.#ask((api) => api.listRedemptions());
  readonly settleRedemption: TwitchApi['settleRedemption'] = (redemption, outcome) =>
    this.#ask((api) => api.settleRedemption(redemption, outcome));
  readonly redemptionsSince: TwitchApi['redemptionsSince'] = (at) =>
    this.#ask((api) => api.redemptionsSince(at));
  readonly followsSince: TwitchApi['followsSince'] = (at) => this.#ask((api) => api.followsSince(at));
  readonly listSubscribers: TwitchApi['listSubscribers'] = () => this.#ask((api) => api.listSubscribers());
  readonly subscribeToEvents: TwitchApi['subscribeToEvents'] = (request) =>
    this.#ask((api) => api.subscribeToEvents(request));
  readonly listEventSubscriptions: TwitchApi['listEventSubscriptions'] = (sessionId) =>
    this.#ask((api) => api.listEventSubscriptions(sessionId));

  #ask<T>(ask: (api: TwitchApi) => Promise<Result<T, Fault>>): Promise<Result<T, Fault>> {
    return this.bridge ? ask(this.bridge) : Promise.resolve(err(notConnected()));
  }
}

const notConnected = (): Fault =>
  new Fault('twitch.not-connected', 'The Twitch API is not connected, so nothing was done.', {
    kind: 'dependency',
  });

class RenewedTwitchEvents extends RenewedComponent<TwitchEventsBridge> implements TwitchEventsBridge {
  hears(type: string): boolean {
    return this.bridge?.hears(type) ?? false;
  }
}

/** Twitch beside its chat, with one account for all of it. */
export interface TwitchParts extends TwitchBridges {
  readonly auth: TwitchAccount;
  readonly events: TwitchEventsBridge;
}

const assemble = (place: () => TwitchPlace, clock: Clock, onTime?: (at: number) => void): TwitchParts => {
  const auth = new TwitchAccount(() => place().signIn, clock, onTime);
  const api: TwitchApi = new RenewedTwitchApi(() => {
    const { channel, apiUrl } = place();
    return {
      key: JSON.stringify([channel, apiUrl]),
      make: async () => {
        const { createTwitchApi } = await import('#main/bridges/twitch-api/index.ts');
        return createTwitchApi({
          tokens: auth,
          channel,
          clock,
          ...(apiUrl !== undefined && { baseUrl: apiUrl }),
          ...(onTime && { onTime }),
        });
      },
    };
  });
  const events = new RenewedTwitchEvents(() => {
    const { channel, eventsUrl } = place();
    return {
      key: JSON.stringify([channel, eventsUrl]),
      make: async () => {
        const [{ createTwitchEvents }, { createMissedEvents }] = await Promise.all([
          import('#main/bridges/twitch-events/index.ts'),
          import('#main/bridges/twitch-api/index.ts'),
        ]);
        return createTwitchEvents({
          api,
          tokens: auth,
          onRevoked: () => auth.revoked(),
          missed: createMissedEvents(api),
          ...(eventsUrl !== undefined && { url: eventsUrl }),
        });
      },
    };
  });
  return { auth, api, events };
};

/** The real Twitch, as the settings say; the sign-in is kept in the vault. */
export const createLiveTwitch = (
  config: () => ChatPresenceConfig,
  secrets: Secrets,
  clock: Clock,
  onTime: (at: number) => void,
): TwitchParts =>
  assemble(
    () => {
      const { clientId, channel } = config().twitch;
      return { signIn: { clientId, openStore: () => createVaultTokenStore(secrets, clientId) }, channel };
    },
    clock,
    onTime,
  );

/** The rehearsal's Twitch, whose streamer is signed in when it begins. */
export const createRehearsalTwitch = (
  rehearsal: RehearsalComponent,
  secrets: Secrets,
  clock: Clock,
): TwitchParts =>
  assemble(() => {
    const { platform, twitch } = runningStage(rehearsal);
    return {
      signIn: {
        clientId: platform.clientId,
        authUrl: platform.authUrl,
        openStore: () => createSessionTokenStore(issueSignIn(platform, clock), secrets),
      },
      channel: twitch.channel,
      apiUrl: platform.apiUrl,
      eventsUrl: platform.eventsUrl,
    };
  }, clock);

const issueSignIn = ({ tokens, world }: RunningRehearsal['platform'], clock: Clock) => {
  const { accessToken, refreshToken, user, scopes, expiresAt } = tokens.issue(world.account, wantedScopes);
  return {
    accessToken,
    refreshToken,
    userId: user.id,
    login: user.login,
    scopes: [...scopes],
    expiresAt,
    obtainedAt: clock.now(),
  };
};
