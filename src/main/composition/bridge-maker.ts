import { createDiscordBridge, type RememberedDiscord } from '#main/bridges/discord/index.ts';
import { createObsBridge } from '#main/bridges/obs/index.ts';
import type { ChatBridge, ChatSink, SecretReader } from '#main/bridges/ports/index.ts';
import { chooseChatAccount, pastedInSettings, type PastedAccount } from '#main/bridges/twitch-auth/index.ts';
import { createTwitchChatBridge } from '#main/bridges/twitch/index.ts';
import {
  assumedObsAddress,
  secretNames,
  type BridgeMaker,
  type ChatPresenceConfig,
} from '#main/orchestrators/chat-presence/manifest.ts';
import { runningStage, type RehearsalComponent } from '#main/rehearsal/index.ts';
import { platformLimits } from '#shared/model/index.ts';
import {
  RenewedChatBridge,
  RenewedDiscordBridge,
  RenewedObsBridge,
  type TwitchParts,
} from './bridges/index.ts';

/**
 * The bridge that is connected by a secret, and what the secret is to it; null for a secret that no bridge holds on to. Twitch chat writes
 * as whoever signed in, and uses a pasted token only while nobody did: it is not one of them.
 */
export const bridgeOfSecret = (
  name: string,
): { readonly id: string; readonly what: 'password' | 'token' } | null => {
  if (name === secretNames.discord) return { id: 'discord', what: 'token' };
  const obs = /^obs-(.+)-password$/.exec(name)?.[1];
  return obs === undefined ? null : { id: `obs:${obs}`, what: 'password' };
};

/** Where the chat is, and whose token is used while nobody is signed in. */
interface TwitchChatPlace {
  /** Twitch's own when left out. */
  readonly url?: string;
  /** Blank means that of whoever writes. */
  readonly channel: string;
  readonly pasted: PastedAccount;
}

const createTwitchChat = (twitch: TwitchParts, place: () => TwitchChatPlace, deliver: ChatSink): ChatBridge =>
  new RenewedChatBridge('twitch', platformLimits.twitch.message, async () => {
    const { url, channel: wanted, pasted } = place();
    const writer = await chooseChatAccount(twitch.auth, pasted);
    const channel = wanted === '' ? (writer.login ?? '') : wanted;
    return {
      key: JSON.stringify([url, channel, writer.source, writer.login]),
      make: () =>
        createTwitchChatBridge({
          ...(url !== undefined && { url }),
          channel,
          login: writer.login,
          readToken: () => writer.readToken(),
          deliver,
          isToldElsewhere: (type) => twitch.events.hears(type),
        }),
    };
  });

/** Bridges to the real platforms, as the settings say. */
export const createLiveBridges = (
  config: () => ChatPresenceConfig,
  secrets: SecretReader,
  twitch: TwitchParts,
  discord: Pick<RememberedDiscord, 'signIns'> & { readonly onTime: (at: number) => void },
): BridgeMaker => ({
  twitch: (deliver) =>
    createTwitchChat(
      twitch,
      () => {
        const { channel, login } = config().twitch;
        return { channel, pasted: pastedInSettings(login, secrets, secretNames.twitch) };
      },
      deliver,
    ),
  discord: (deliver, respond) =>
    new RenewedDiscordBridge(() => {
      const { guildId, channelId } = config().discord;
      return {
        key: JSON.stringify([guildId, channelId]),
        make: () =>
          createDiscordBridge({
            guildId: guildId === '' ? null : guildId,
            channelId,
            readToken: () => secrets.read(secretNames.discord),
            readWebhookAddress: () => secrets.read(secretNames.discordWebhook),
            signInLog: discord.signIns,
            onTime: discord.onTime,
            deliver,
            respond,
          }),
      };
    }),
  obs: (name) =>
    new RenewedObsBridge(() => {
      const address = config().obs.instances.find((each) => each.name === name)?.address ?? '';
      return {
        key: address,
        make: () =>
          createObsBridge({
            title: name === 'main' ? 'OBS' : `OBS ${name}`,
            address,
            assumed: address === assumedObsAddress,
            readPassword: () => secrets.read(secretNames.obs(name)),
            settingsPath: 'chat-presence.obs',
          }),
      };
    }),
});

/** The same bridges, connected to the rehearsal's servers. */
export const createRehearsalBridges = (rehearsal: RehearsalComponent, twitch: TwitchParts): BridgeMaker => {
  const stage = () => runningStage(rehearsal);
  return {
    twitch: (deliver) =>
      createTwitchChat(
        twitch,
        () => {
          const { chatUrl, channel, account } = stage().twitch;
          const { login, token } = account;
          return { url: chatUrl, channel, pasted: { login, readToken: () => Promise.resolve(token) } };
        },
        deliver,
      ),
    discord: (deliver, respond) =>
      new RenewedDiscordBridge(() => {
        const { apiUrl, botToken, guildId, channelId } = stage().discord;
        return {
          key: apiUrl,
          make: () =>
            createDiscordBridge({
              apiUrl,
              guildId,
              channelId,
              readToken: () => Promise.resolve(botToken),
              deliver,
              respond,
            }),
        };
      }),
    obs: () =>
      new RenewedObsBridge(() => {
        const { url, password } = stage().obs;
        return {
          key: url,
          make: () => createObsBridge({ address: url, readPassword: () => Promise.resolve(password) }),
        };
      }),
  };
};
