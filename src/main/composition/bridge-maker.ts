import { createDiscordBridge } from '#main/bridges/discord/index.ts';
import { createObsBridge } from '#main/bridges/obs/index.ts';
import type { SecretReader } from '#main/bridges/ports.ts';
import { createTwitchChatBridge } from '#main/bridges/twitch/index.ts';
import type { BridgeMaker, ChatPresenceConfig } from '#main/orchestrators/chat-presence/index.ts';
import { Fault } from '#shared/kernel/index.ts';
import type { RehearsalComponent } from './rehearsal-component.ts';
import { RenewedChatBridge, RenewedObsBridge } from './renewed-bridge.ts';

const twitchMessageLength = 500;
const discordMessageLength = 2_000;

export const secretNames = {
  twitch: 'twitch-token',
  discord: 'discord-token',
  obs: (instanceName: string): string => `obs-${instanceName}-password`,
} as const;

/** Bridges to the real platforms, as the settings say. */
export const createLiveBridges = (config: () => ChatPresenceConfig, secrets: SecretReader): BridgeMaker => ({
  twitch: (deliver) =>
    new RenewedChatBridge('twitch', twitchMessageLength, () => {
      const { channel, login } = config().twitch;
      return {
        key: JSON.stringify([channel, login]),
        make: () =>
          createTwitchChatBridge({
            channel,
            login: login === '' ? null : login,
            readToken: () => secrets.read(secretNames.twitch),
            deliver,
          }),
      };
    }),
  discord: (deliver) =>
    new RenewedChatBridge('discord', discordMessageLength, () => {
      const { guildId, channelId } = config().discord;
      return {
        key: JSON.stringify([guildId, channelId]),
        make: () =>
          createDiscordBridge({
            guildId: guildId === '' ? null : guildId,
            channelId,
            readToken: () => secrets.read(secretNames.discord),
            deliver,
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
            readPassword: () => secrets.read(secretNames.obs(name)),
            settingsPath: 'chat-presence.obs',
          }),
      };
    }),
});

/** The same bridges, connected to the rehearsal's servers. */
export const createRehearsalBridges = (rehearsal: RehearsalComponent): BridgeMaker => {
  const stage = () => {
    const running = rehearsal.stage;
    if (running) return running;
    throw new Fault(
      'rehearsal.stopped',
      'The rehearsal is stopped: start it, and the pretended platforms are back.',
      {
        kind: 'dependency',
        action: { kind: 'start-component', label: 'Start the rehearsal', target: 'rehearsal' },
      },
    );
  };
  return {
    twitch: (deliver) =>
      new RenewedChatBridge('twitch', twitchMessageLength, () => {
        const { chatUrl, channel, account } = stage().twitch;
        return {
          key: chatUrl,
          make: () =>
            createTwitchChatBridge({
              url: chatUrl,
              channel,
              login: account.login,
              readToken: () => Promise.resolve(account.token),
              deliver,
            }),
        };
      }),
    discord: (deliver) =>
      new RenewedChatBridge('discord', discordMessageLength, () => {
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
