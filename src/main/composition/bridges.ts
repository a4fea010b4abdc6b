import { createDiscordBridge, type DiscordBridgeOptions } from '#main/bridges/discord/index.ts';
import { createObsBridge } from '#main/bridges/obs/index.ts';
import type { TwitchApi } from '#main/bridges/ports/index.ts';
import { createMissedEvents, createTwitchApi } from '#main/bridges/twitch-api/index.ts';
import { chooseChatAccount, TwitchAccount } from '#main/bridges/twitch-auth/index.ts';
import {
  createTwitchEvents,
  twitchEventsUrl,
  type TwitchEventsBridge,
} from '#main/bridges/twitch-events/index.ts';
import { createTwitchChatBridge } from '#main/bridges/twitch/index.ts';
import {
  discordChat,
  signInOfTwitch,
  twitchChat,
  type ChatPresencePorts,
  type TwitchBridges,
} from '#main/orchestrators/chat-presence/manifest.ts';
import type { StudioPorts } from '#main/orchestrators/studio/manifest.ts';
import type { Clock } from '#shared/kernel/index.ts';
import type { Places } from './places.ts';

/** The Twitch services besides chat, with one account for all of them. */
export interface TwitchParts extends TwitchBridges {
  readonly auth: TwitchAccount;
  readonly api: TwitchApi;
  readonly events: TwitchEventsBridge;
}

export interface BridgeParts {
  readonly places: Places;
  readonly clock: Clock;
  /** Store of Discord's sign-in counts, which survive restarts of the program. */
  readonly signInLog?: DiscordBridgeOptions['signInLog'];
  /** Receives the time of the servers. Absent for simulated servers. */
  readonly onTime?: (at: number, source: 'Twitch' | 'Discord') => void;
}

const createTwitch = ({ places, clock, onTime }: BridgeParts): TwitchParts => {
  const heard = onTime && ((at: number) => onTime(at, 'Twitch'));
  const auth = new TwitchAccount(() => places.twitch().signIn, clock, heard);
  const api = createTwitchApi({
    readPlace: () => {
      const { channel, apiUrl } = places.twitch();
      return { channel, baseUrl: apiUrl };
    },
    tokens: auth,
    clock,
    ...(heard && { onTime: heard }),
  });
  const events = createTwitchEvents({
    readUrl: () => places.twitch().eventsUrl ?? twitchEventsUrl,
    api,
    tokens: auth,
    onRevoked: () => auth.revoked(),
    missed: createMissedEvents(api),
  });
  return { auth, api, events };
};

/** The bridges as the orchestrators use them, and the Twitch services besides chat. */
export interface Bridges extends Pick<ChatPresencePorts, 'chat' | 'discord'>, Pick<StudioPorts, 'obsBridge'> {
  readonly twitch: TwitchParts;
}

/** Creates every bridge once. Each bridge reads its connection settings at every start. */
export const createBridges = (parts: BridgeParts): Bridges => {
  const { places, signInLog, onTime } = parts;
  const twitch = createTwitch(parts);
  const discord = discordChat(({ deliver, respond }) =>
    createDiscordBridge({
      readPlace: () => places.discord().place,
      readToken: () => places.discord().readToken(),
      readWebhookAddress: async () => (await places.discord().readWebhookAddress?.()) ?? null,
      signInLog,
      onTime: onTime && ((at) => onTime(at, 'Discord')),
      deliver,
      respond,
    }),
  );
  return {
    twitch,
    discord,
    chat: [
      twitchChat(
        ({ deliver }) =>
          createTwitchChatBridge({
            readPlace: async () => {
              const { chatUrl, channel, pasted } = places.twitch();
              const writer = await chooseChatAccount(twitch.auth, pasted);
              return {
                ...(chatUrl !== undefined && { url: chatUrl }),
                channel: channel === '' ? (writer.login ?? '') : channel,
                login: writer.login,
                readToken: () => writer.readToken(),
              };
            },
            deliver,
            isReportedElsewhere: (type) => twitch.events.hears(type),
          }),
        [signInOfTwitch],
      ),
      discord,
    ],
    obsBridge: ({ name, title, settingsPath }) =>
      createObsBridge({
        title,
        settingsPath,
        readPlace: () => places.obs(name).place,
        readPassword: () => places.obs(name).readPassword(),
      }),
  };
};
