import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { openDiscordState } from '#main/bridges/discord/index.ts';
import { chooseChatAccount, followTwitchAccount } from '#main/bridges/twitch-auth/index.ts';
import {
  closeOpenRecords,
  HistoryRecorder,
  keepRecords,
  keepRollups,
  MetricsRecorder,
  recordInJournal,
} from '#main/history/index.ts';
import { type Application, DockService, SecurityService } from '#main/hosts/shared/index.ts';
import { twitchComponents } from '#main/orchestrators/chat-presence/manifest.ts';
import { tryTcp, ReachabilityProbe, watchForWake, watchNetwork } from '#main/platform/index.ts';
import { readSessionStart, SessionRecording } from '#main/rehearsal/index.ts';
import { createVaultComponent, reopenWhenAnswered, watchSettings } from '#main/settings/index.ts';
import { err, Fault, ok, type Result, Scope } from '#shared/kernel/index.ts';
import type { ApplicationOptions } from './application-options.ts';
import {
  type Ground,
  openGround,
  openRecords,
  openRun,
  openStores,
  type Records,
  type Run,
  type Stores,
} from './application-stores.ts';
import { createConnectionTester } from './connection-tests.ts';
import { manifests } from './manifests.ts';
import { createModeSwitch, createQuit } from './mode.ts';
import {
  createDataPorts,
  createGatewayPorts,
  createHistoryPort,
  createRehearsalPort,
  createTwitchPort,
} from './ports/index.ts';
import { createSecretChange } from './secret-change.ts';
import { collectOperations, type OwnerParts } from './program-operations.ts';
import { followSettings } from './settings-flow.ts';
import type { Sections } from './settings-sections.ts';
import { buildSystem, readersOfSettings, type BuiltSystem } from './system.ts';
import { readReachTargets } from './network-targets.ts';
import { rehearsedComponents } from './rehearsed-components.ts';
import { DiagnosticsFolder } from '#main/backup/index.ts';
import { followAir, openUpdates } from './updates.ts';
import type { Updates } from '#main/updates/index.ts';

/** Builds the whole program without starting it. A fault is one clear sentence. */
export const createApplication = async (options: ApplicationOptions): Promise<Result<Application, Fault>> => {
  // This scope closes everything that is opened here, in reverse order, if the build succeeds or not.
  const scope = new Scope('application');
  try {
    return ok(await build(options, scope));
  } catch (thrown) {
    await scope.close();
    return err(Fault.from(thrown, 'application.not-built'));
  }
};

/** Applies changed settings to the system, each change on trial. */
const connectSettings = (
  { scope, clock }: Ground,
  { store, sections, vault }: Stores,
  { rehearsing, runInfo }: Run,
  { system, twitch }: BuiltSystem,
) => {
  const titleOf = titlesOf(sections);
  const trial = watchSettings({
    store,
    limitMs: () => store.get(sections.program).returnAfterSeconds * 1_000,
    titleOf,
    system,
    clock,
    runInfo,
  });
  scope.use(trial, 'settings trial');
  scope.use(followSettings({ store, manifests, titleOf, system, rehearsing }), 'settings flow');
  scope.use(reopenWhenAnswered(vault, system), 'vault');
  scope.use(followTwitchAccount(system, twitch.auth, twitchComponents), 'twitch account');
  return trial;
};

const titlesOf =
  ({ all }: Pick<Sections, 'all'>) =>
  (path: string): string =>
    all.find((section) => section.path === path)?.title ?? path;

/** Records events and numbers, and watches the machine and the network. */
const recordAndWatch = (
  { scope, clock, random, ids, redactor }: Ground,
  { journal }: Records,
  { recordings }: Run,
  { system, studio }: BuiltSystem,
  targets: ReturnType<typeof readReachTargets>,
) => {
  scope.use(recordInJournal(system, journal), 'journal recorder');
  scope.use(keepRecords(system, journal, { newId: () => ids.next(), now: () => clock.now() }), 'records');
  const historyRecorder = scope.use(new HistoryRecorder(system, journal, clock), 'history recorder');
  const metrics = scope.use(new MetricsRecorder(clock, () => system.readMetrics()), 'metrics');
  scope.use(keepRollups(metrics, journal), 'rollups');
  scope.use(
    watchForWake(clock, (reason) => system.notifyWake(reason)),
    'wake watch',
  );
  scope.use(
    watchNetwork(clock, networkInterfaces, (reason) => system.notifyWake(reason)),
    'network watch',
  );
  const recording = scope.use(
    new SessionRecording({
      events: system.events,
      clock,
      redactor,
      folder: recordings,
      components: rehearsedComponents,
      readStart: () => readSessionStart(system, (id) => studio.obs(id)),
    }),
    'recording',
  );
  scope.use(new ReachabilityProbe({ clock, random, system, targets, attempt: tryTcp }), 'reachability');
  return { historyRecorder, metrics, recording };
};

/** The parts that the gateway's ports are built from. */
interface ProgramParts {
  readonly ground: Ground;
  readonly records: Records;
  readonly stores: Stores;
  readonly run: Run;
  readonly built: BuiltSystem;
  readonly trial: ReturnType<typeof connectSettings>;
  readonly recorders: ReturnType<typeof recordAndWatch>;
  readonly docks: DockService;
  readonly security: SecurityService;
  readonly updates: Updates;
}

/** Collects what the operations outside of the orchestrators act on. */
const connectOwners = (
  { ground, records, stores, run, built, trial, recorders, docks, security, updates }: ProgramParts,
  diagnostics: DiagnosticsFolder,
  readStatus: OwnerParts['rehearsal']['readStatus'],
): OwnerParts => {
  const { options, scope, clock, ids, redactor, logger } = ground;
  const { journal, time } = records;
  const { store, secrets, keeper, sections } = stores;
  const { mode, rehearsing, rehearsal } = run;
  const { system, chatPresence, twitch } = built;
  return {
    clock,
    time,
    rehearsal: { rehearsal: rehearsal?.component ?? null, readStatus, recording: recorders.recording },
    docks: docks.operations(),
    security: security.operations(),
    switchMode: createModeSwitch({
      whenDurable: () => journal.flush(),
      store,
      clock,
      scope,
      current: mode,
      onSwitch: options.onSwitch,
    }),
    quit: createQuit({ clock, scope, onQuit: options.onQuit }),
    settings: {
      store,
      trial,
      putSecret: createSecretChange({ system, secrets, trial, rehearsing }),
      deleteSecret: (name) => secrets.vault.delete(name),
    },
    test: createConnectionTester({
      redactor,
      ...readersOfSettings(store),
      secrets: secrets.reader,
      // In a rehearsal, the test uses the real account, while the running sign-in is simulated.
      twitchAccount: (pasted) => chooseChatAccount(rehearsal ? null : twitch.auth, pasted),
      clock,
      ids,
      logger: logger.child('connection-test'),
      tryGoLive: () => chatPresence.discordParts.goLive.try(),
    }),
    keeper,
    journal,
    diagnostics,
    diagnosticSources: {
      journal,
      clock,
      redactor,
      versions: {
        cuelight: options.version,
        node: process.versions.node,
        ...(process.versions['electron'] !== undefined && { electron: process.versions['electron'] }),
        platform: `${process.platform} ${process.arch}`,
      },
      graph: () => ({ components: system.list(), edges: system.edges() }),
      security: () => security.report,
      settings: async () =>
        Object.fromEntries((await store.describe()).map(({ path, values }) => [path, values])),
    },
    forgetViewer: (viewer) => chatPresence.forgetViewer(viewer),
    updates,
    isSection: (path) => sections.all.some((section) => section.path === path),
  };
};

/** Builds the ports of the contract. */
const connectGateway = (parts: ProgramParts) => {
  const { ground, records, stores, run, built, recorders, docks, security, updates } = parts;
  const { home, clock } = ground;
  const { journal, time } = records;
  const { store, keeper } = stores;
  const { rehearsal, runInfo } = run;
  const { system, chatPresence, studio, twitch, readTwitchSignIn } = built;
  const { historyRecorder, metrics, recording } = recorders;
  const rehearsalPort = createRehearsalPort({
    rehearsal: rehearsal?.component ?? null,
    outages: () => chatPresence.outages(),
    events: system.events,
    clock,
    recording,
    components: rehearsedComponents,
  });
  const diagnostics = new DiagnosticsFolder(join(home, 'incidents'));
  const owners = connectOwners(parts, diagnostics, () => rehearsalPort.status());
  return createGatewayPorts({
    system,
    chatPresence,
    operations: collectOperations(built, owners),
    docks,
    security,
    studio,
    journal,
    history: createHistoryPort({ system, journal, beat: () => historyRecorder.beat() }),
    metrics,
    store,
    data: createDataPorts({
      journal,
      store,
      keeper,
      diagnostics,
      clock,
      recentChat: () => chatPresence.recent(500),
    }),
    runInfo,
    rehearsal: rehearsal?.component ?? null,
    rehearsalPort,
    clock,
    time,
    twitch: createTwitchPort(twitch.api, readTwitchSignIn),
    updates,
  });
};

/** Closes the records that earlier runs left open, as soon as the journal has been checked and is open. */
const closeOpenRecordsOnceReady = async (
  { scope, clock, logger }: Ground,
  { journal }: Records,
  { runInfo }: Run,
): Promise<void> => {
  const close = async (): Promise<void> => {
    const ended = await closeOpenRecords(journal, runInfo.current.startedAt);
    if (!ended.ok) logger.warning(`Open records of earlier runs could not be closed: ${ended.error.message}`);
  };
  if (journal.stats().state === 'open') {
    await close();
    return;
  }
  const looking = clock.setInterval(() => {
    if (journal.stats().state !== 'open') return;
    looking[Symbol.dispose]();
    void close();
  }, 1_000);
  scope.use(looking, 'open records of earlier runs');
};

const build = async (options: ApplicationOptions, scope: Scope): Promise<Application> => {
  const ground = await openGround(options, scope);
  const { home, clock, random, ids, redactor, logger } = ground;
  const records = await openRecords(ground, ({ messages, change }) =>
    built.chatPresence.reportArchivedChange(messages, change),
  );
  const { journal, time, cleanUp } = records;
  const stores = await openStores(ground, records);
  const { vault, secrets, store, keeper } = stores;
  const run = await openRun(ground, stores);
  const { rehearsal, rehearsing, runInfo } = run;
  const targets = readReachTargets(rehearsal?.component ?? null);
  const network =
    options.network ?? (rehearsal ? null : { readInterfaces: networkInterfaces, attempt: tryTcp });
  const security = new SecurityService(clock);
  const updates = await openUpdates(ground, stores, run, () => built);
  const built = buildSystem({
    guards: security,
    core: { clock, random, ids, logger, redactor },
    journal,
    backups: keeper,
    time,
    // A rehearsal needs no secret, so a keyring prompt would come as a surprise.
    vault: createVaultComponent(vault, rehearsal && options.openSecretCodec ? 'when-asked' : 'at-start'),
    network: network && { ...network, targets },
    secrets,
    discord: openDiscordState(rehearsing ? null : join(home, 'discord.json')),
    rehearsal: rehearsal?.component ?? null,
    updates,
    settings: store,
    onShow: (show) => runInfo.update({ show: show && { state: show.state, since: show.since } }),
  });
  const { system } = built;
  scope.use(
    security.onChecked(({ draft }) => {
      if (draft) system.events.emit('process', draft);
    }),
    'security check',
  );
  scope.use(followAir(system, updates), 'updates');
  const trial = connectSettings(ground, stores, run, built);
  const recorders = recordAndWatch(ground, records, run, built, targets);
  const docks = new DockService();
  const gatewayPorts = connectGateway({
    ground,
    records,
    stores,
    run,
    built,
    trial,
    recorders,
    docks,
    security,
    updates,
  });
  let stopping: Promise<readonly Fault[]> | undefined;
  const stop = async (): Promise<readonly Fault[]> => {
    vault.abandon();
    const reports = await system.stop();
    const faults = [...reports.values()].flatMap((report) =>
      report.ok ? report.value.faults.map(({ fault }) => fault) : [report.error],
    );
    return [...faults, ...(await scope.close())];
  };
  return {
    gatewayPorts,
    docks,
    security,
    logger,
    redactor,
    clock,
    ids,
    start: async () => {
      await Promise.all([system.start(), closeOpenRecordsOnceReady(ground, records, run)]);
      cleanUp.begin({ time, keeper, journal });
      await updates.settle();
      return ok(undefined);
    },
    stop: () => (stopping ??= stop()),
  };
};
