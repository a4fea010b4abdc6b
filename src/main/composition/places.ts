import {
  createSessionTokenStore,
  createVaultTokenStore,
  pastedInSettings,
  wantedScopes,
  type PastedAccount,
  type SignInPlace,
} from '#main/bridges/twitch-auth/index.ts';
import type { DiscordPlace } from '#main/bridges/discord/index.ts';
import type { ObsPlace } from '#main/bridges/obs/index.ts';
import { type ChatPresenceConfig, secretNames } from '#main/orchestrators/chat-presence/manifest.ts';
import { assumedObsAddress, obsPasswordOf, type StudioConfig } from '#main/orchestrators/studio/manifest.ts';
import {
  runningServers,
  type RehearsalComponent,
  type RunningRehearsalServers,
} from '#main/rehearsal/index.ts';
import type { Secrets } from '#main/settings/index.ts';
import type { Clock } from '#shared/kernel/index.ts';

/** The current connection settings of Twitch. An absent address is Twitch's own. */
export interface TwitchPlace {
  readonly signIn: SignInPlace;
  /** The account of the pasted token, which writes in chat while nobody is signed in. */
  readonly pasted: PastedAccount;
  /** The channel; blank is that of the writing account. */
  readonly channel: string;
  readonly chatUrl?: string;
  readonly apiUrl?: string;
  readonly eventsUrl?: string;
}

interface DiscordConnection {
  readonly place: DiscordPlace;
  readonly readToken: () => Promise<string | null>;
  readonly readWebhookAddress?: () => Promise<string | null>;
}

interface ObsConnectionPlace {
  readonly place: ObsPlace;
  readonly readPassword: () => Promise<string | null>;
}

/**
 * Readers of the platforms' current connection settings, called at every start of a bridge. A reader throws a
 * fault while its platform is unavailable, as while the rehearsal is stopped.
 */
export interface Places {
  readonly twitch: () => TwitchPlace;
  readonly discord: () => DiscordConnection;
  /** Reads the connection of one OBS, by its name. */
  readonly obs: (name: string) => ObsConnectionPlace;
}

/** Returns the real platforms as configured in the settings. Sign-ins and passwords are in the vault. */
export const livePlaces = (
  chat: () => ChatPresenceConfig,
  studio: () => StudioConfig,
  secrets: Secrets,
): Places => ({
  twitch: () => {
    const { clientId, channel, login } = chat().twitch;
    return {
      signIn: { clientId, openStore: () => createVaultTokenStore(secrets, clientId) },
      pasted: pastedInSettings(login, secrets.reader, secretNames.twitch),
      channel,
    };
  },
  discord: () => {
    const { guildId, channelId } = chat().discord;
    return {
      place: { guildId: guildId === '' ? null : guildId, channelId },
      readToken: () => secrets.reader.read(secretNames.discord),
      readWebhookAddress: () => secrets.reader.read(secretNames.discordWebhook),
    };
  },
  obs: (name) => {
    const address = studio().instances.find((each) => each.name === name)?.address ?? '';
    return {
      place: { address, assumed: address === assumedObsAddress },
      readPassword: () => secrets.reader.read(obsPasswordOf(name)),
    };
  },
});

/** Returns the servers of the rehearsal, with the streamer signed in. */
export const rehearsedPlaces = (rehearsal: RehearsalComponent, secrets: Secrets, clock: Clock): Places => ({
  twitch: () => {
    const { platform, twitch } = runningServers(rehearsal);
    const { login, token } = twitch.account;
    return {
      signIn: {
        clientId: platform.clientId,
        authUrl: platform.authUrl,
        openStore: () => createSessionTokenStore(issueSignIn(platform, clock), secrets),
      },
      pasted: { login, readToken: () => Promise.resolve(token) },
      channel: twitch.channel,
      chatUrl: twitch.chatUrl,
      apiUrl: platform.apiUrl,
      eventsUrl: platform.eventsUrl,
    };
  },
  discord: () => {
    const { apiUrl, botToken, guildId, channelId } = runningServers(rehearsal).discord;
    return { place: { apiUrl, guildId, channelId }, readToken: () => Promise.resolve(botToken) };
  },
  obs: () => {
    const { url, password } = runningServers(rehearsal).obs;
    return { place: { address: url }, readPassword: () => Promise.resolve(password) };
  },
});

const issueSignIn = ({ tokens, world }: RunningRehearsalServers['platform'], clock: Clock) => {
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
