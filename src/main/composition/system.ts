import {
  type AnyOrchestrator,
  type Component,
  type CoreOptions,
  type CoreServices,
  createSystem,
  type OperationImplementation,
  type System,
} from '#core/index.ts';
import { type BackupKeeper, createBackupsComponent } from '#main/backup/index.ts';
import type { DiscordState } from '#main/bridges/discord/index.ts';
import { readEarlierOutages } from '#main/history/index.ts';
import { createJournalComponent, type Journal } from '#main/journal/index.ts';
import {
  chatPresenceManifest,
  ChatPresenceOrchestrator,
} from '#main/orchestrators/chat-presence/manifest.ts';
import { type Show, showInWords } from '#main/orchestrators/fsm/manifest.ts';
import {
  createClockComponent,
  createNetwork,
  createProcessProbe,
  type ProcessGuards,
  type NetworkReading,
  type TrustedTime,
} from '#main/platform/index.ts';
import type { RehearsalComponent } from '#main/rehearsal/index.ts';
import type { Secrets, SettingsStore } from '#main/settings/index.ts';
import { createUpdatesComponent, type Updates } from '#main/updates/index.ts';
import { manifests, type OrchestratorPorts } from './manifests.ts';
import { readConfig } from './settings-flow.ts';
import { obsComponentOf, studioManifest, StudioOrchestrator } from '#main/orchestrators/studio/manifest.ts';
import { type Bridges, createBridges, type TwitchParts } from './bridges.ts';
import { livePlaces, rehearsedPlaces } from './places.ts';
import { createSignInReader } from './ports/index.ts';
import { createRehearsedViewer } from './rehearsed-viewer.ts';
import type { TwitchSignIn } from '#shared/model/index.ts';

type Settings = Pick<SettingsStore, 'get'>;

export interface SystemParts {
  readonly core: CoreOptions;
  /** The result of the security check. */
  readonly guards: ProcessGuards;
  readonly journal: Journal;
  readonly backups: BackupKeeper;
  readonly time: TrustedTime;
  readonly vault: Component;
  /** Reads this machine's network; null when nothing uses it, as in rehearsal. */
  readonly network: NetworkReading | null;
  readonly secrets: Secrets;
  /** Discord state from earlier runs. */
  readonly discord: DiscordState;
  /** The rehearsal; null while the program is live. */
  readonly rehearsal: RehearsalComponent | null;
  readonly updates: Updates;
  readonly settings: Settings;
  readonly onShow: (show: Show | null) => void;
}

export interface BuiltSystem {
  readonly system: System;
  readonly chatPresence: ChatPresenceOrchestrator;
  readonly studio: StudioOrchestrator;
  readonly twitch: TwitchParts;
  /** Reads the Twitch account and the progress of a sign-in. */
  readonly readTwitchSignIn: () => Promise<TwitchSignIn>;
  /** The operations of all orchestrators. */
  readonly implementations: readonly OperationImplementation[];
}

/** Creates every orchestrator, with the values of its sections. */
export const createOrchestrators = (
  services: CoreServices,
  settings: Settings,
  ports: OrchestratorPorts,
  rehearsing: boolean,
): readonly AnyOrchestrator[] =>
  manifests.map((manifest) => manifest.create(services, readConfig(settings, manifest, rehearsing), ports));

/** Collects the operations of the orchestrators, each from its manifest. */
const implementAll = (
  made: readonly AnyOrchestrator[],
  ports: OrchestratorPorts,
): readonly OperationImplementation[] =>
  manifests.flatMap((manifest) => {
    const orchestrator = made.find(({ id }) => id === manifest.id);
    return orchestrator ? manifest.operations(orchestrator, ports) : [];
  });

/**
 * Returns the component of the OBS that makes the show: the first one. It can change while the program runs;
 * null while no OBS is set up.
 */
export const readShowObsId = (settings: Settings, rehearsing: boolean): string | null => {
  const [first] = readConfig(settings, studioManifest, rehearsing).instances;
  return first ? obsComponentOf(first.name) : null;
};

/** Returns readers of the owner's settings for the real platforms, also while a rehearsal replaces them. */
export const readersOfSettings = (settings: Settings) => ({
  chat: () => readConfig(settings, chatPresenceManifest, false),
  studio: () => readConfig(settings, studioManifest, false),
});

/** Creates the bridges, to the real platforms or to the rehearsal servers. */
const createConnections = ({ core, rehearsal, secrets, discord, time, settings }: SystemParts): Bridges => {
  const { clock } = core;
  if (rehearsal) return createBridges({ places: rehearsedPlaces(rehearsal, secrets, clock), clock });
  const { chat, studio } = readersOfSettings(settings);
  return createBridges({
    places: livePlaces(chat, studio, secrets),
    clock,
    signInLog: discord.signIns,
    onTime: (at, source) => time.compareWith({ at, source }),
  });
};

/** Creates the orchestrators. This is the only place that knows which ports they get. */
export const buildSystem = (parts: SystemParts): BuiltSystem => {
  const { core, rehearsal, settings } = parts;
  const rehearsing = rehearsal !== null;
  const bridges = createConnections(parts);
  const showObsId = () => readShowObsId(settings, rehearsing);
  const { chat } = readersOfSettings(settings);
  const readTwitchSignIn = createSignInReader({
    list: () => system.list(),
    clock: core.clock,
    auth: bridges.twitch.auth,
    rehearsing,
    isConfigured: () => chat().twitch.clientId !== '',
    pastedLogin: () => (rehearsal ? (rehearsal.servers?.twitch.account.login ?? '') : chat().twitch.login),
  });
  let show: Show | null = null;
  let chatPresence: ChatPresenceOrchestrator | undefined;
  let implementations: readonly OperationImplementation[] = [];
  let studio: StudioOrchestrator | undefined;
  const ports: OrchestratorPorts = {
    desk: {
      process: createProcessProbe(parts.guards),
      journal: createJournalComponent(parts.journal),
      clock: createClockComponent(parts.time, core.clock),
      backups: createBackupsComponent(parts.backups, core.clock),
      vault: parts.vault,
      updates: parts.updates.isReady ? createUpdatesComponent(parts.updates, core.clock) : null,
      network: parts.network && createNetwork(parts.network, () => system),
      rehearsal,
    },
    ...bridges,
    readTwitchSignIn,
    rehearsedViewer: createRehearsedViewer(rehearsal),
    discordMemory: parts.discord,
    show: () => show,
    earlierOutages: (since) => readEarlierOutages(parts.journal, since),
    bridgeNeeds: rehearsal ? [{ id: 'rehearsal', required: false }] : [],
    networkWatchers: parts.network ? [{ id: 'network', required: false, waits: false, watches: true }] : [],
    describe: () => ({
      verdict: system.verdict(),
      components: system.list(),
      show: show && showInWords(show.state),
    }),
    showObs: {
      id: showObsId(),
      isSetUp: () => showObsId() !== null,
      read: () => {
        const id = showObsId();
        return id === null ? null : (studio?.obs(id)?.state ?? null);
      },
    },
    onShow: (next) => {
      show = next;
      parts.onShow(next);
    },
  };
  const system = createSystem({
    ...core,
    orchestrators: (services) => {
      const made = createOrchestrators(services, settings, ports, rehearsing);
      chatPresence = made.find((each) => each instanceof ChatPresenceOrchestrator);
      implementations = implementAll(made, ports);
      studio = made.find((each) => each instanceof StudioOrchestrator);
      return made;
    },
  });
  if (rehearsal)
    rehearsal.onDrillEnded = (ids) => {
      for (const id of ids) system.notifySettingsChanged(id);
    };
  if (!chatPresence || !studio)
    throw new TypeError('The system was built without chat presence or the studio');
  return { system, chatPresence, studio, twitch: bridges.twitch, readTwitchSignIn, implementations };
};
