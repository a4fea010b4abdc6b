import { createSystem, type Component, type CoreOptions, type System } from '#core/index.ts';
import type { BackupKeeper } from '#main/backup/index.ts';
import type { Journal } from '#main/journal/index.ts';
import {
  assumedObsAddress,
  ChatPresenceOrchestrator,
  type ChatPresenceConfig,
} from '#main/orchestrators/chat-presence/index.ts';
import { ControlDeskOrchestrator } from '#main/orchestrators/control-desk/index.ts';
import { FsmOrchestrator, showInWords, type FsmConfig, type Show } from '#main/orchestrators/fsm/index.ts';
import { createClockComponent, type TrustedTime } from '#main/platform/index.ts';
import { createLiveBridges, createRehearsalBridges } from './bridge-maker.ts';
import { createBackupsComponent } from './data-backups.ts';
import { createJournalComponent } from './desk-components.ts';
import type { RememberedDiscord } from './discord-memory.ts';
import { createProcessProbe } from './process-probe.ts';
import { readEarlierOutages } from './earlier-outages.ts';
import { createNetwork, type NetworkReading } from './network-users.ts';
import type { RehearsalComponent } from './rehearsal-component.ts';
import type { Secrets } from './secrets.ts';
import { createLiveTwitch, createRehearsalTwitch, type TwitchParts } from './twitch-bridges.ts';

export interface SystemParts {
  readonly core: CoreOptions;
  readonly journal: Journal;
  readonly backups: BackupKeeper;
  readonly time: TrustedTime;
  readonly vault: Component;
  /** How the network of this machine is read; null where nothing goes over it, as in rehearsal. */
  readonly network: NetworkReading | null;
  readonly secrets: Secrets;
  /** What is known of Discord from earlier runs. */
  readonly discord: RememberedDiscord;
  /** Set while rehearsing. */
  readonly rehearsal: RehearsalComponent | null;
  /** The settings of chat presence now. */
  readonly chatConfig: () => ChatPresenceConfig;
  readonly fsmConfig: FsmConfig;
  readonly onShow: (show: Show | null) => void;
}

export interface BuiltSystem {
  readonly system: System;
  readonly chatPresence: ChatPresenceOrchestrator;
  readonly twitch: TwitchParts;
}

/** The notice of a rehearsal goes to the channel that is read: those of the settings are on the real Discord. */
export const rehearsalGoLive = (goLive: ChatPresenceConfig['goLive']): ChatPresenceConfig['goLive'] => ({
  ...goLive,
  channelId: '',
  mentionRoleId: '',
});

/** In rehearsal all three bridges are on, whatever the settings say of the real ones. */
export const rehearsalChatConfig = (config: ChatPresenceConfig): ChatPresenceConfig => ({
  ...config,
  // A client id of its own: the pretended Twitch knows no other.
  twitch: { ...config.twitch, enabled: true, clientId: 'rehearsal' },
  discord: { ...config.discord, enabled: true },
  goLive: rehearsalGoLive(config.goLive),
  obs: { instances: [{ name: 'main', address: assumedObsAddress, enabled: true }] },
});

/** Puts the orchestrators together. The only place that knows which bridges they get. */
export const buildSystem = (parts: SystemParts): BuiltSystem => {
  const { rehearsal } = parts;
  const chatConfig = rehearsal ? rehearsalChatConfig(parts.chatConfig()) : parts.chatConfig();
  const twitch = rehearsal
    ? createRehearsalTwitch(rehearsal, parts.secrets, parts.core.clock)
    : createLiveTwitch(parts.chatConfig, parts.secrets, parts.core.clock, (at) =>
        parts.time.hear({ at, source: 'Twitch' }),
      );
  // The OBS that makes the show is the first one; which one that is may change while the program runs.
  const showObs = ({ obs }: ChatPresenceConfig): string | null =>
    obs.instances[0] ? `obs:${obs.instances[0].name}` : null;
  const showObsNow = (): string | null => showObs(rehearsal ? chatConfig : parts.chatConfig());
  const readShowObs = () => {
    const id = showObsNow();
    return id === null ? null : (chatPresence?.obs(id)?.state ?? null);
  };
  let show: Show | null = null;
  let chatPresence: ChatPresenceOrchestrator | undefined;
  const system = createSystem({
    ...parts.core,
    orchestrators: (services) => {
      const desk = new ControlDeskOrchestrator(services, {
        process: createProcessProbe(),
        journal: createJournalComponent(parts.journal),
        clock: createClockComponent(parts.time, parts.core.clock),
        backups: createBackupsComponent(parts.backups, parts.core.clock),
        vault: parts.vault,
        network: parts.network && createNetwork(parts.network, () => system),
        rehearsal,
      });
      chatPresence = new ChatPresenceOrchestrator(services, {
        config: chatConfig,
        bridges: rehearsal
          ? createRehearsalBridges(rehearsal, twitch)
          : createLiveBridges(parts.chatConfig, parts.secrets.reader, twitch, {
              signIns: parts.discord.signIns,
              onTime: (at) => parts.time.hear({ at, source: 'Discord' }),
            }),
        twitch,
        discordMemory: parts.discord,
        show: () => show,
        earlierOutages: (since) => readEarlierOutages(parts.journal, since),
        bridgeNeeds: rehearsal ? [{ id: 'rehearsal', required: false }] : [],
        networkWatchers: parts.network
          ? [{ id: 'network', required: false, waits: false, watches: true }]
          : [],
        describe: () => ({
          verdict: system.verdict(),
          components: system.list(),
          show: show && showInWords(show.state),
        }),
      });
      const fsm = new FsmOrchestrator(services, {
        config: parts.fsmConfig,
        obsId: showObs(chatConfig),
        isObsSetUp: () => showObsNow() !== null,
        readObs: readShowObs,
        onShow: (next) => {
          show = next;
          parts.onShow(next);
        },
      });
      return [desk, chatPresence, fsm];
    },
  });
  if (rehearsal)
    rehearsal.onDrillEnded = (ids) => {
      for (const id of ids) system.notifySettingsChanged(id);
    };
  if (!chatPresence) throw new TypeError('The system was built without chat presence');
  return { system, chatPresence, twitch };
};
