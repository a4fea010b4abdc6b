import { discordApiUrl } from '#main/bridges/discord/index.ts';
import { twitchApiUrl } from '#main/bridges/twitch-api/index.ts';
import { twitchChatUrl } from '#main/bridges/twitch/index.ts';
import { twitchEventsUrl } from '#main/bridges/twitch-events/index.ts';
import { discordComponent, twitchComponents } from '#main/orchestrators/chat-presence/manifest.ts';
import type { ReachTarget } from '#main/platform/index.ts';
import type { RehearsalComponent } from '#main/rehearsal/index.ts';

const defaultPorts: Readonly<Record<string, number>> = { 'http:': 80, 'ws:': 80, 'https:': 443, 'wss:': 443 };

const targetOf = (componentId: string, address: string): ReachTarget => {
  const { hostname, port, protocol } = new URL(address);
  return { componentId, host: hostname, port: port === '' ? (defaultPorts[protocol] ?? 443) : Number(port) };
};

interface Addresses {
  readonly chat: string;
  readonly events: string;
  readonly api: string;
  readonly discord: string;
}

/** OBS is polled every few seconds anyway. */
const targetsAt = ({ chat, events, api, discord }: Addresses): readonly ReachTarget[] => [
  targetOf(twitchComponents.chat, chat),
  targetOf(twitchComponents.events, events),
  targetOf(twitchComponents.api, api),
  targetOf(discordComponent, discord),
];

const liveTargets = targetsAt({
  chat: twitchChatUrl,
  events: twitchEventsUrl,
  api: twitchApiUrl,
  discord: discordApiUrl,
});

/** Returns the addresses that the bridges currently connect to. */
export const readReachTargets =
  (rehearsal: RehearsalComponent | null): (() => readonly ReachTarget[]) =>
  () => {
    if (!rehearsal) return liveTargets;
    const { servers } = rehearsal;
    if (!servers) return [];
    const { twitch, platform, discord } = servers;
    return targetsAt({
      chat: twitch.chatUrl,
      events: platform.eventsUrl,
      api: platform.apiUrl,
      discord: discord.apiUrl,
    });
  };
