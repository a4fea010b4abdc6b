import { stat } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { RunMode } from '#shared/contract/index.ts';
import { BackupKeeper, backUpBeforeUpdate } from '#main/backup/index.ts';
import type { Application } from '#main/hosts/shared/index.ts';
import {
  forkJournalProcess,
  openJournal,
  ProcessThreads,
  type StartJournalChild,
} from '#main/journal/index.ts';
import { markTimes, TrustedTime } from '#main/platform/index.ts';
import { openSettings, overlayEnvironment, type Environment } from '#main/settings/index.ts';
import {
  createIds,
  createRedactor,
  createSystemClock,
  err,
  Fault,
  ok,
  Scope,
  type Result,
} from '#shared/kernel/index.ts';
import { createConnectionTester } from './connection-tests.ts';
import { createDataPorts } from './data-ports.ts';
import { CleanUp, readNewestRecordTime } from './clean-up.ts';
import { backupPolicyOf, followRetention } from './data-retention.ts';
import { rememberDiscord } from './discord-memory.ts';
import { createGatewayPorts } from './gateway-ports.ts';
import { createHistoryPort } from './history-port.ts';
import { endWhatWasLeftOpen } from './history-open-ends.ts';
import { HistoryRecorder } from './history-recorder.ts';
import { keepRecords } from './history-records.ts';
import { keepRollups } from './history-rollups.ts';
import { recordInJournal } from './journal-recorder.ts';
import { openLogging, type LogLevel } from './logging.ts';
import { MetricsRecorder } from './metrics-recorder.ts';
import { chooseMode, createModeSwitch } from './mode.ts';
import { bridgeSecretNames } from './bridge-maker.ts';
import { createVault, type HostSecretCodec } from './open-vault.ts';
import { findProjectFiles } from './project-files.ts';
import { RecordingFolder } from '#main/rehearsal/index.ts';
import { loadRehearsal } from './load-rehearsal.ts';
import { createCryptoRandom } from './crypto-random.ts';
import { createRunInfo } from './run-info.ts';
import { createSecretChange } from './secret-change.ts';
import { watchSecrets } from './secrets.ts';
import { followSettings, readChatConfig } from './settings-flow.ts';
import { watchSettings } from './settings-watch.ts';
import { declareSections } from './settings-sections.ts';
import { readSessionStart } from './session-start.ts';
import { SessionRecording } from './session-recording.ts';
import { buildSystem } from './system.ts';
import { chooseChatAccount } from './twitch-chat-account.ts';
import { followTwitchAccount } from './twitch-follow.ts';
import { knockByTcp, ReachWatch } from './network-reach.ts';
import { readReachTargets } from './network-targets.ts';
import type { NetworkReading } from './network-users.ts';
import { watchNetwork } from './network-watch.ts';
import { createTwitchPort } from './twitch-port.ts';
import { createVaultComponent, reopenWhenAnswered } from './vault-component.ts';
import { watchForWake } from './wake-watch.ts';

/** What a host tells before anything is built. */
export interface ApplicationOptions {
  readonly host: 'electron' | 'headless';
  /** Where all data lives. Exists, can be written, and is held by this process alone. */
  readonly home: string;
  /** What the command line asks for; null leaves the choice to the settings. */
  readonly mode: RunMode | null;
  /** The rehearsal scenario's name; null or left out for the default one. */
  readonly scenario?: string | null;
  /** How many times faster than life a rehearsal plays; 1 unless said otherwise. */
  readonly speed?: number;
  readonly logLevel?: LogLevel;
  readonly version: string;
  /** Asks the host to stop this application and to build another one; left out by a host that cannot. */
  readonly onBeginAnew?: (mode: RunMode) => void;
  /** How the host's system encrypts secrets; left out where it does not. */
  readonly openSecretCodec?: (options: {
    readonly acceptUnprotected: boolean;
  }) => Promise<Result<HostSecretCodec, Fault>>;
  /** How the host starts the journal's process; left out by a host that is plain Node. */
  readonly startJournalProcess?: StartJournalChild;
  /** How this machine's network is read; by the system in a live run, and not at all in rehearsal, unless said otherwise. */
  readonly network?: Omit<NetworkReading, 'targets'>;
  /** The environment to read settings and secrets from; the process's own unless said otherwise. */
  readonly environment?: Environment;
}

/** Builds the whole program without starting it. An error is one clear sentence. */
export const createApplication = async (options: ApplicationOptions): Promise<Result<Application, Fault>> => {
  // Everything opened here is closed by this scope, in reverse, whether the building succeeds or not.
  const scope = new Scope('application');
  try {
    return ok(await build(options, scope));
  } catch (thrown) {
    await scope.close();
    return err(Fault.from(thrown, 'application.not-built'));
  }
};

const build = async (options: ApplicationOptions, scope: Scope): Promise<Application> => {
  const { home, version, host } = options;
  const environment = options.environment ?? process.env;
  const clock = createSystemClock();
  const random = createCryptoRandom();
  const ids = createIds(clock, random);
  const redactor = createRedactor();
  redactor.addSecret(environment['CUELIGHT_VAULT_PASSPHRASE'] ?? '');
  const files = findProjectFiles();
  const { logger } = scope.use(
    await openLogging({ home, level: options.logLevel ?? 'info', redactor }),
    'logging',
  );

  const journalLog = logger.child('journal');
  const threads = new ProcessThreads({
    startChild: options.startJournalProcess ?? forkJournalProcess,
    entry: files.journalProcess,
    workerUrl: files.journalWorker,
    clock,
    log: (line) => journalLog.warning(line),
  });
  scope.defer('journal process', () => threads.close());
  const folder = join(home, 'backups');
  const beforeUpdate = await backUpBeforeUpdate({
    folder,
    journalFile: join(home, 'journal.db'),
    settingsFile: join(home, 'settings.json'),
    threads,
    clock,
    version,
  });
  if (!beforeUpdate.ok) logger.warning(`No backup was made before the update: ${beforeUpdate.error.message}`);
  const cleanUp = scope.use(new CleanUp(clock), 'clean-up');
  // Before anything writes to it.
  const journalWrittenAt = await readWrittenAt(join(home, 'journal.db'));
  const journal = await openJournal({
    file: join(home, 'journal.db'),
    threads,
    clock,
    mayCleanUp: () => cleanUp.ask(),
    onChatChanged: ({ messages, change }) => built.chatPresence.tellArchivedChange(messages, change),
    onProblem: (problem) => {
      if (problem !== null) journalLog.warning(problem);
    },
  });
  scope.defer('journal', async () => {
    const closed = await journal.close();
    if (!closed.ok) throw closed.error;
  });

  const time = scope.use(
    await TrustedTime.open({
      file: join(home, 'clock.json'),
      clock,
      newestRecordAt: () => readNewestRecordTime(journal, journalWrittenAt),
      onProblem: (problem) => logger.warning(problem),
    }),
    'trusted time',
  );
  scope.use(markTimes(time, journal, clock), 'time marks');
  const { openSecretCodec } = options;
  const vault = createVault({
    home,
    environment,
    clock,
    openCodec:
      openSecretCodec &&
      (() => openSecretCodec({ acceptUnprotected: store.get(sections.program).acceptUnprotectedSecrets })),
  });
  const secrets = watchSecrets(redactor, overlayEnvironment(vault, environment));
  // Known from the moment the vault is open, whether or not a bridge has asked for them.
  const learning = vault.onChange(() => {
    if (vault.stage === 'open') void secrets.learn(bridgeSecretNames(readChatConfig(store, sections)));
  });
  scope.use(learning, 'known secrets');
  const sections = declareSections((path, keys) => flow.impactOf(path, keys));
  const { store } = scope.use(
    await openSettings({
      file: join(home, 'settings.json'),
      sections: sections.all,
      environment,
      clock,
      secretState: (name) => secrets.state(name),
    }),
    'settings',
  );
  scope.use(followRetention(store, sections, journal), 'retention');
  const keeper = new BackupKeeper({
    folder,
    journal,
    settings: store,
    clock,
    version,
    policy: () => backupPolicyOf(store, sections),
    trustedNow: () => time.now(),
  });

  const mode = options.mode ?? (await chooseMode(store.get(sections.program).mode, store));
  const recordings = await RecordingFolder.open(join(home, 'scenarios'));
  const rehearsal =
    mode === 'rehearsal'
      ? loadRehearsal(files, options.scenario ?? null, options.speed ?? 1, recordings)
      : null;
  const runInfo = createRunInfo({
    mode,
    host,
    version,
    scenario: rehearsal?.title ?? null,
    startedAt: clock.now(),
  });
  if (rehearsal) rehearsal.component.onScenario = (scenario) => runInfo.update({ scenario });
  const targets = readReachTargets(rehearsal?.component ?? null);
  const network =
    options.network ?? (rehearsal ? null : { readInterfaces: networkInterfaces, knock: knockByTcp });
  const built = buildSystem({
    core: { clock, random, ids, logger, redactor },
    journal,
    backups: keeper,
    time,
    // A rehearsal needs no secret: the prompt of a keyring would come from nowhere.
    vault: createVaultComponent(vault, rehearsal && openSecretCodec ? 'when-asked' : 'at-start'),
    network: network && { ...network, targets },
    secrets,
    discord: rememberDiscord(mode === 'rehearsal' ? null : join(home, 'discord.json')),
    rehearsal: rehearsal?.component ?? null,
    chatConfig: () => readChatConfig(store, sections),
    fsmConfig: store.get(sections.fsm),
    onShow: (show) => runInfo.update({ show: show && { state: show.state, since: show.since } }),
  });
  const { system, chatPresence, twitch } = built;
  const trial = watchSettings({
    store,
    sections,
    system,
    clock,
    runInfo,
    impactOf: (path, keys) => flow.impactOf(path, keys),
  });
  scope.use(trial, 'settings trial');
  const flow = followSettings({ store, sections, system, rehearsing: mode === 'rehearsal' });
  scope.use(flow, 'settings flow');
  scope.use(reopenWhenAnswered(vault, system), 'vault');
  scope.use(followTwitchAccount(system, twitch.auth), 'twitch account');
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
      readStart: () => readSessionStart(system, (id) => chatPresence.obs(id)),
    }),
    'recording',
  );
  scope.use(new ReachWatch({ clock, random, system, targets, knock: knockByTcp }), 'reachability');

  const gatewayPorts = createGatewayPorts({
    system,
    chatPresence,
    journal,
    history: createHistoryPort({ system, journal, beat: () => historyRecorder.beat() }),
    metrics,
    store,
    secrets,
    putSecret: createSecretChange({ system, secrets, trial, rehearsing: mode === 'rehearsal' }),
    data: createDataPorts({
      home,
      version,
      system,
      journal,
      store,
      keeper,
      trial,
      clock,
      redactor,
      recentChat: () => chatPresence.recent(500),
      forgetViewer: (viewer) => chatPresence.forgetViewer(viewer),
    }),
    runInfo,
    rehearsal: rehearsal?.component ?? null,
    recording,
    clock,
    time,
    twitch: createTwitchPort({
      system,
      clock,
      twitch,
      rehearsing: mode === 'rehearsal',
      isConfigured: () => store.get(sections.chat.twitch).clientId !== '',
      pastedLogin: () =>
        rehearsal
          ? (rehearsal.component.stage?.twitch.account.login ?? '')
          : store.get(sections.chat.twitch).login,
    }),
    beginAnew: createModeSwitch({
      untilKept: () => journal.flush(),
      store,
      clock,
      scope,
      current: mode,
      onBeginAnew: options.onBeginAnew,
    }),
    test: createConnectionTester({
      redactor,
      config: () => readChatConfig(store, sections),
      secrets: secrets.reader,
      // While rehearsing the real account is tried, and the sign-in is the pretended one.
      twitchAccount: (pasted) => chooseChatAccount(rehearsal ? null : twitch.auth, pasted),
      clock,
      ids,
      logger: logger.child('connection-test'),
      tryGoLive: () => chatPresence.discordParts.goLive.try(),
    }),
  });

  const endWhatWasLeft = async (): Promise<void> => {
    const ended = await endWhatWasLeftOpen(journal, runInfo.current.startedAt);
    if (!ended.ok) logger.warning(`What earlier runs left open stays open: ${ended.error.message}`);
  };
  /** A file that is still being checked cannot be asked yet: it is asked as soon as it is open. */
  const endWhatWasLeftOnceOpen = async (): Promise<void> => {
    if (journal.stats().state === 'open') {
      await endWhatWasLeft();
      return;
    }
    const looking = clock.setInterval(() => {
      if (journal.stats().state !== 'open') return;
      looking[Symbol.dispose]();
      void endWhatWasLeft();
    }, 1_000);
    scope.use(looking, 'what was left open');
  };
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
    logger,
    redactor,
    clock,
    ids,
    start: async () => {
      await Promise.all([system.start(), endWhatWasLeftOnceOpen()]);
      cleanUp.begin({ time, keeper, journal });
      return ok(undefined);
    },
    stop: () => (stopping ??= stop()),
  };
};

/** The time at which a file was last written; null when it is not there. */
const readWrittenAt = (file: string): Promise<number | null> =>
  stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );
