import type { OperationWorld } from '#shared/catalogue/operations/world.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { RandomSource } from '#shared/kernel/random.ts';
import type { CuelightClient } from '../client/cuelight-client.ts';
import type { Session } from '../client/session.ts';
import { type CommandStatus, createCommandsStore } from './commands-store.ts';
import { createConnectionStore } from './connection-store.ts';
import { createDraftsStore, type DraftsStore } from './drafts-store.ts';
import { createDiagnosticsStore, type DiagnosticsStore } from './diagnostics-store.ts';
import { createModeStore } from './mode-store.ts';
import { type AddressBar, createNavigationStore } from './navigation-store.ts';
import { createNoticesStore } from './notices-store.ts';
import { createOperationsStore } from './operations-store.ts';
import type { PreferencesStore } from './preferences-store.ts';
import { createSettingsStore } from './settings-store.ts';
import type { StoreApi } from 'zustand/vanilla';
import { followHost } from './streams/follow-host.ts';
import { createStreamStores, type StreamStates, type StreamStores } from './streams/table.ts';
import { createQuerySlot, type QuerySlot } from '../queries/query-slot.ts';
import { createQueryTimers, type QueryTimers } from '../queries/query-timers.ts';
import { commandVerbs, componentCommands } from '#shared/catalogue/operations/components.ts';
import { runOperation } from '../client/run-operation.ts';

interface WindowOptions {
  readonly session: Session;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly address: AddressBar;
  readonly preferences: PreferencesStore;
  /** The drafts, when they outlive these stores. */
  readonly drafts?: DraftsStore;
  /** The store of the open diagnostic bundle, when it outlives these stores. */
  readonly diagnostics?: DiagnosticsStore;
  /** The name of the source: the host, or a file in place of it. */
  readonly source?: string;
  /** The timers of the queries, when they outlive these stores. */
  readonly queryTimers?: QueryTimers;
}

const endWords = (record: CommandStatus, title: string): string => {
  const what = `${commandVerbs[record.action]} ${title}`;
  const detail = record.message ?? 'no details are known';
  if (record.phase === 'settled') return `${what}: ${detail}`;
  return record.phase === 'timed-out'
    ? `${what} did not finish in time: ${detail}`
    : `${what} failed: ${detail}`;
};

/** Creates every store without a stream. One line per store, from which its type and hook follow. */
const createOwnStores = (
  { session, clock, address, preferences, drafts, diagnostics }: WindowOptions,
  world: () => OperationWorld,
) => {
  const { client } = session;
  const notices = createNoticesStore(clock);
  return {
    connection: createConnectionStore(session),
    operations: createOperationsStore({
      client,
      world,
      onEnd: (tone, sentence, action) => notices.getState().show(tone, sentence, action),
    }),
    settings: createSettingsStore(client),
    commands: createCommandsStore({
      plan: (action, id) => client.components.plan({ id, action }),
      command: (action, id) => runOperation(client, componentCommands[action], { id }),
      clock,
      onEnd: (record) =>
        notices
          .getState()
          .show(
            record.phase === 'settled' ? 'good' : 'bad',
            endWords(record, world().titleOf(record.target) ?? record.target),
          ),
    }),
    mode: createModeStore(client),
    navigation: createNavigationStore(address),
    preferences,
    notices,
    drafts: drafts ?? createDraftsStore(),
    diagnostics: diagnostics ?? createDiagnosticsStore(),
  };
};

type OwnStores = ReturnType<typeof createOwnStores>;

/** The states of all stores of one window, by name. */
export type StoreStates = StreamStates & {
  readonly [Name in keyof OwnStores]: ReturnType<OwnStores[Name]['getState']>;
};
export type StoreName = keyof StoreStates;

/** One store per subject. */
export type StoreTable = { readonly [Name in StoreName]: StoreApi<StoreStates[Name]> };

/** All stores and connections of one window. */
export interface Stores extends StoreTable {
  /** Closes the connection and all streams. */
  readonly close: () => void;
  readonly client: CuelightClient;
  readonly clock: Clock;
  readonly session: Session;
  /** The state from which operations derive their words and offers. */
  readonly world: () => OperationWorld;
  readonly queries: QuerySlot;
}

/** Reads the state for the words and offers of operations. */
const worldOf =
  ({ chat, obs, rehearsal, system }: StreamStores) =>
  (): OperationWorld => ({
    components: [...system.getState().components.values()],
    obs: [...obs.getState().instances.values()],
    rehearsal: rehearsal.getState().status,
    titleOf: (id) => system.getState().components.get(id)?.title ?? null,
    isRunning: (id) => {
      const state = system.getState().components.get(id)?.state;
      return state === 'running' || state === 'degraded';
    },
    chatterOf: (userId) => {
      const said = chat
        .getState()
        .ring.items.findLast((each) => each.platform === 'twitch' && each.userId === userId);
      return said ? { name: said.displayName, said: said.text } : null;
    },
  });

/** Creates the stores of one window and starts their streams. */
export const createStores = (options: WindowOptions): Stores => {
  const { session, clock, random, source = 'host', queryTimers = createQueryTimers(clock) } = options;
  const streamStores = createStreamStores({ clock });
  const world = worldOf(streamStores);
  const ownStores = createOwnStores(options, world);
  const queries = createQuerySlot({ session, source, timers: queryTimers });
  const following = followHost({
    session,
    clock,
    random,
    stores: streamStores,
    onForget: (heard) => {
      queries.current?.forget();
      if (!heard) return;
      // The reply may be to a message of the deleted viewer.
      ownStores.drafts.getState().answerChat(null);
      ownStores.operations.getState().forget();
    },
  });
  return {
    ...streamStores,
    ...ownStores,
    client: session.client,
    clock,
    session,
    world,
    queries,
    close: () => {
      following[Symbol.dispose]();
      queries[Symbol.dispose]();
      // The end of the streams is still sent to the host; the connection closes after that.
      clock.setTimeout(() => session.close(), 0);
    },
  };
};
