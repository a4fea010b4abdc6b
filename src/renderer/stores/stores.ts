import { componentCommands } from '#shared/catalogue/operations/components.ts';
import type { OperationWorld } from '#shared/catalogue/operations/world.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { RandomSource } from '#shared/kernel/random.ts';
import type { CuelightClient } from '../client/cuelight-client.ts';
import { runOperation } from '../client/run-operation.ts';
import type { Session } from '../client/session.ts';
import { createChatStore, type ChatStore } from './chat-store.ts';
import { createCommandsStore, type CommandRecord, type CommandsStore } from './commands-store.ts';
import { createConnectionStore, type ConnectionStore } from './connection-store.ts';
import { createDraftsStore, type DraftsStore } from './drafts-store.ts';
import { createEventsStore, type EventsStore } from './events-store.ts';
import { followHost } from './follow-host.ts';
import { createIncidentStore, type IncidentStore } from './incident-store.ts';
import { createMetricsStore, type MetricsStore } from './metrics-store.ts';
import { createModeStore, type ModeStore } from './mode-store.ts';
import { createNavigationStore, type AddressBar, type NavigationStore } from './navigation-store.ts';
import { createNoticesStore, type NoticesStore } from './notices-store.ts';
import { createObsStore, type ObsStore } from './obs-store.ts';
import { createOperationsStore, type OperationsStore } from './operations-store.ts';
import type { PreferencesStore } from './preferences-store.ts';
import { createRehearsalStore, type RehearsalStore } from './rehearsal-store.ts';
import { createSettingsStore, type SettingsStore } from './settings-store.ts';
import { createSystemStore, type SystemStore } from './system-store.ts';

/** Everything one window knows, one store per subject. */
export interface Stores {
  /** Ends the connection and everything that feeds the stores. */
  readonly close: () => void;
  readonly client: CuelightClient;
  readonly clock: Clock;
  readonly session: Session;
  readonly connection: ConnectionStore;
  readonly system: SystemStore;
  readonly metrics: MetricsStore;
  readonly events: EventsStore;
  readonly chat: ChatStore;
  readonly obs: ObsStore;
  /** What is known here, from which operations take their words and offers. */
  readonly world: () => OperationWorld;
  readonly operations: OperationsStore;
  readonly rehearsal: RehearsalStore;
  readonly settings: SettingsStore;
  readonly commands: CommandsStore;
  readonly mode: ModeStore;
  readonly navigation: NavigationStore;
  readonly preferences: PreferencesStore;
  readonly notices: NoticesStore;
  readonly drafts: DraftsStore;
  readonly incident: IncidentStore;
}

const verbs = { start: 'Start', stop: 'Stop', restart: 'Restart' } as const;

const endWords = (record: CommandRecord, title: string): string => {
  const what = `${verbs[record.action]} ${title}`;
  const detail = record.message ?? 'no details are known';
  if (record.phase === 'settled') return `${what}: ${detail}`;
  return record.phase === 'timed-out'
    ? `${what} did not finish in time: ${detail}`
    : `${what} failed: ${detail}`;
};

/** Builds the stores of one window and starts feeding them. */
export const createStores = (options: {
  session: Session;
  clock: Clock;
  random: RandomSource;
  address: AddressBar;
  preferences: PreferencesStore;
  /** What is written and not yet saved, when it outlives these stores. */
  drafts?: DraftsStore;
  /** Which incident file is shown, when that outlives these stores. */
  incident?: IncidentStore;
}): Stores => {
  const { session, clock, random, address, preferences } = options;
  const { drafts = createDraftsStore(), incident = createIncidentStore() } = options;
  const { client } = session;
  const notices = createNoticesStore(clock);
  const system = createSystemStore();
  const obs = createObsStore();
  const titleOf = (id: string): string => system.getState().components.get(id)?.title ?? id;
  const world = (): OperationWorld => ({
    components: [...system.getState().components.values()],
    obs: [...obs.getState().instances.values()],
    titleOf: (id) => system.getState().components.get(id)?.title ?? null,
  });
  const stores: Omit<Stores, 'close'> = {
    client,
    clock,
    session,
    connection: createConnectionStore(session),
    system,
    metrics: createMetricsStore(),
    events: createEventsStore(),
    chat: createChatStore(),
    obs,
    world,
    operations: createOperationsStore({
      client,
      world,
      onEnd: (tone, sentence, action) => notices.getState().show(tone, sentence, action),
    }),
    rehearsal: createRehearsalStore(clock),
    settings: createSettingsStore(client),
    commands: createCommandsStore({
      plan: (action, id) => client.components.plan({ id, action }),
      command: (action, id) => runOperation(client, componentCommands[action], { id }),
      clock,
      onEnd: (record) =>
        notices
          .getState()
          .show(record.phase === 'settled' ? 'good' : 'bad', endWords(record, titleOf(record.target))),
    }),
    mode: createModeStore(client),
    navigation: createNavigationStore(address),
    preferences,
    notices,
    drafts,
    incident,
  };
  const following = followHost({ ...stores, random });
  return {
    ...stores,
    close: () => {
      following[Symbol.dispose]();
      // Ending the streams still tells the host so; the connection closes after that was sent.
      clock.setTimeout(() => session.close(), 0);
    },
  };
};
