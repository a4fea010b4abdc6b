import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BackupKeeper, backUpBeforeUpdate } from '#main/backup/index.ts';
import {
  forkJournalProcess,
  openJournal,
  ProcessThreads,
  CleanUp,
  readNewestRecordTime,
} from '#main/journal/index.ts';
import {
  markTimes,
  TrustedTime,
  openLogging,
  findProjectFiles,
  createCryptoRandom,
} from '#main/platform/index.ts';
import { RecordingFolder, loadRehearsal } from '#main/rehearsal/index.ts';
import { openSettings, overlayEnvironment, createVault, watchSecrets } from '#main/settings/index.ts';
import { createIds, createRedactor, createSystemClock, type Scope } from '#shared/kernel/index.ts';
import type { ApplicationOptions } from './application-options.ts';
import { backupPolicyOf, followRetention } from './data-retention.ts';
import { manifests } from './manifests.ts';
import { chooseMode } from './mode.ts';
import { createRunInfo } from './ports/index.ts';
import { rehearsedComponents } from './rehearsed-components.ts';
import { declareSections } from './settings-sections.ts';

/**
 * Opens the clock, the random source, the ids, the redactor and the log, on which everything else is built.
 */
export const openGround = async (options: ApplicationOptions, scope: Scope) => {
  const { home } = options;
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
  return { options, home, scope, environment, clock, random, ids, redactor, files, logger };
};
export type Ground = Awaited<ReturnType<typeof openGround>>;

/**
 * Opens the journal, after a backup of an earlier version's data, and the trusted time, which relies on the
 * journal's records.
 */
export const openRecords = async (
  { options, home, scope, clock, files, logger }: Ground,
  onChatChanged: NonNullable<Parameters<typeof openJournal>[0]['onChatChanged']>,
) => {
  const { version } = options;
  const journalLog = logger.child('journal');
  const threads = new ProcessThreads({
    startChild: options.startJournalProcess ?? forkJournalProcess,
    entry: files.journalProcess,
    workerUrl: files.journalWorker,
    clock,
    log: (line) => journalLog.warning(line),
  });
  scope.defer('journal process', () => threads.close());
  const backupFolder = join(home, 'backups');
  const beforeUpdate = await backUpBeforeUpdate({
    folder: backupFolder,
    journalFile: join(home, 'journal.db'),
    settingsFile: join(home, 'settings.json'),
    threads,
    clock,
    version,
  });
  if (!beforeUpdate.ok) logger.warning(`No backup was made before the update: ${beforeUpdate.error.message}`);
  const cleanUp = scope.use(new CleanUp(clock), 'clean-up');
  // Must be read before anything writes to the journal.
  const journalWrittenAt = await readModificationTime(join(home, 'journal.db'));
  const journal = await openJournal({
    file: join(home, 'journal.db'),
    threads,
    clock,
    mayCleanUp: () => cleanUp.ask(),
    onChatChanged,
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
  return { journal, time, cleanUp, backupFolder };
};
export type Records = Awaited<ReturnType<typeof openRecords>>;

/** Opens the vault and the settings, and applies the settings to the journal and the backups. */
export const openStores = async (ground: Ground, { journal, time, backupFolder }: Records) => {
  const { options, home, scope, environment, clock, redactor, files } = ground;
  const { openSecretCodec } = options;
  const vault = createVault({
    home,
    environment,
    clock,
    keyringProcess: files.keyringProcess,
    openCodec:
      openSecretCodec &&
      (() => openSecretCodec({ acceptUnprotected: store.get(sections.program).acceptUnprotectedSecrets })),
  });
  const secrets = watchSecrets(redactor, overlayEnvironment(vault, environment));
  // Known to the redactor from the moment the vault is open, even before a bridge asks for them.
  const learning = vault.onChange(() => {
    if (vault.stage === 'open') void secrets.learn(store.secretNames());
  });
  scope.use(learning, 'known secrets');
  const sections = declareSections(manifests);
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
    folder: backupFolder,
    journal,
    settings: store,
    clock,
    version: options.version,
    policy: () => backupPolicyOf(store, sections),
    trustedNow: () => time.now(),
  });
  return { vault, secrets, sections, store, keeper };
};
export type Stores = Awaited<ReturnType<typeof openStores>>;

/** Decides if this run is a rehearsal, and opens its scenarios. */
export const openRun = async ({ options, home, clock, files }: Ground, { store, sections }: Stores) => {
  const { host, version } = options;
  const mode =
    options.mode ?? (await chooseMode(store.get(sections.program).mode, store, sections.ofPlatforms));
  const recordings = await RecordingFolder.open(join(home, 'scenarios'));
  const rehearsal =
    mode === 'rehearsal'
      ? loadRehearsal(files, options.scenario ?? null, options.speed ?? 1, recordings, rehearsedComponents)
      : null;
  const runInfo = createRunInfo({
    mode,
    host,
    version,
    scenario: rehearsal?.title ?? null,
    startedAt: clock.now(),
  });
  if (rehearsal) rehearsal.component.onScenario = (scenario) => runInfo.update({ scenario });
  return { mode, rehearsing: mode === 'rehearsal', recordings, rehearsal, runInfo };
};
export type Run = Awaited<ReturnType<typeof openRun>>;

/** Returns the time of the last write to a file; null when it does not exist. */
const readModificationTime = (file: string): Promise<number | null> =>
  stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );
