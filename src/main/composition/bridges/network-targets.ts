import { twitchChatUrl } from '#main/bridges/twitch/index.ts';
import { twitchEventsUrl } from '#main/bridges/twitch-events/index.ts';
import type { ReachTarget } from '#main/platform/index.ts';
import type { RehearsalComponent } from '#main/rehearsal/index.ts';

const defaultPorts: Readonly<Record<string, number>> = { 'http:': 80, 'ws:': 80, 'https:': 443, 'wss:': 443 };

const targetOf = (componentId: string, address: string): ReachTarget => {
  const { hostname, port, protocol } = new URL(address);
  return { componentId, host: hostname, port: port === '' ? (defaultPorts[protocol] ?? 443) : Number(port) };
};

/** OBS is asked for every few seconds anyway. */
const liveTargets: readonly ReachTarget[] = [
  targetOf('twitch-chat', twitchChatUrl),
  targetOf('twitch-events', twitchEventsUrl),
  targetOf('twitch-api', 'https://api.twitch.tv'),
  targetOf('discord', 'https://discord.com'),
];

/** Where the bridges connect to now. */
export const readReachTargets =
  (rehearsal: RehearsalComponent | null): (() => readonly ReachTarget[]) =>
  () => {
    if (!rehearsal) return liveTargets;
    const { stage } = rehearsal;
    return stage
      ? [
          targetOf('twitch-chat', stage.twitch.chatUrl),
          targetOf('twitch-events', stage.platform.eventsUrl),
          targetOf('twitch-api', stage.platform.apiUrl),
          targetOf('discord', stage.discord.apiUrl),
        ]
      : [];
  };
