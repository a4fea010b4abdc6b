/**
 * The program that is killed. Opens a home's journal, settings and vault, prints `ready` with its findings,
 * waits for the numbers to continue from, and then writes to all three as fast as possible. Prints each
 * number when it is acknowledged.
 */
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { aChatMessage, anEvent } from '#main/journal/testing/journal-fixture.ts';
import { forkJournalProcess, openJournal, ProcessThreads } from '#main/journal/index.ts';
import { openFileVault, openSettings } from '#main/settings/index.ts';
import { BackupKeeper } from '#main/backup/index.ts';
import { markTimes, TrustedTime } from '#main/platform/index.ts';
import { createSystemClock, sleep, type Clock } from '#shared/kernel/index.ts';
import { clockVariable, readClockPlan } from './clock-plan.ts';
import { findJournalCode } from './journal-code.ts';
import { createKillPoint } from './kill-point.ts';
import { counterSection, secretName, secretValue, type Counters } from './home-content.ts';

const [home] = process.argv.slice(2);
if (home === undefined) throw new Error('Usage: subject.ts HOME');
const real = createSystemClock();
/** The clock of this run is wrong from the start, and jumps once more during the writes. */
const plan = readClockPlan(process.env[clockVariable]);
let offsetMs = plan.startMs;
const clock: Clock = { ...real, now: () => real.now() + offsetMs };
const threads = new ProcessThreads({
  startChild: forkJournalProcess,
  ...findJournalCode(import.meta.url),
  clock,
  log: (line) => process.stderr.write(`${line}\n`),
});
const journal = await openJournal({
  file: join(home, 'journal.db'),
  threads,
  clock,
  mayCleanUp: async () => ((await keeper.hasMadeOne()) ? { ageNow: time.now() } : null),
});
const time = await TrustedTime.open({
  file: join(home, 'clock.json'),
  clock,
  newestRecordAt: async () => null,
  onProblem: (problem) => console.error(problem),
});
const { store } = await openSettings({
  file: join(home, 'settings.json'),
  sections: [counterSection],
  environment: {},
  clock,
  secretState: async () => 'missing',
  atStep: createKillPoint('settings'),
});
const keeper = new BackupKeeper({
  folder: join(home, 'backups'),
  journal,
  settings: store,
  clock,
  version: '0.0.0-crash',
  trustedNow: () => time.now(),
});
const vault = await openFileVault({
  file: join(home, 'vault.json'),
  passphrase: null,
  clock,
  atStep: createKillPoint('vault'),
});
// A database that takes more than three seconds to check is opened in the background.
for (let look = 0; look < 1_000 && journal.stats().state !== 'open'; look += 1) await sleep(clock, 10);
const secret = await vault.read(secretName);
const found = {
  journal: journal.stats().problem,
  settings: store.problem,
  counter: store.get(counterSection).counter,
  vault: vault.describe().backend,
  secret: secret.ok ? secret.value : `unreadable: ${secret.error.message}`,
};
const say = (line: string): void => void process.stdout.write(`${line}\n`);
say(`ready ${JSON.stringify(found)}`);

const [line] = await once(createInterface({ input: process.stdin }), 'line');
const next: Counters = JSON.parse(String(line));

const writeRecords = async (): Promise<never> => {
  let { event, chat } = next;
  for (;;) {
    for (let count = 0; count < 40; count += 1) journal.appendEvent(anEvent(event++, { at: clock.now() }));
    for (let count = 0; count < 10; count += 1) journal.appendChat(aChatMessage(chat++, { at: clock.now() }));
    const flushed = await journal.flush();
    if (!flushed.ok) throw flushed.error;
    say(`event ${event - 1}`);
    say(`chat ${chat - 1}`);
  }
};
const writeSettings = async (): Promise<never> => {
  for (let counter = next.settings; ; counter += 1) {
    const saved = await store.patch(counterSection.path, { counter });
    if (!saved.ok) throw saved.error;
    say(`settings ${counter}`);
  }
};
const writeSecrets = async (): Promise<never> => {
  for (let number = next.vault; ; number += 1) {
    const saved = await vault.write(secretName, secretValue(number));
    if (!saved.ok) throw saved.error;
    say(`vault ${number}`);
  }
};

/** Cleans up repeatedly with short age limits, while the clock jumps. */
const cleanUpAgainAndAgain = async (): Promise<never> => {
  using _marks = markTimes(time, journal, clock);
  using _changes = time.onChange(() => journal.setRetention({}));
  for (;;) {
    journal.setRetention({ eventDays: 7, chatDays: 7 });
    await sleep(real, 40);
    offsetMs = plan.laterMs;
    const backups = await keeper.list();
    if (!backups.ok) throw backups.error;
    if (backups.value.length > 0) say(`backups ${backups.value.map(({ id }) => id).join(' ')}`);
  }
};
await Promise.all([writeRecords(), writeSettings(), writeSecrets(), cleanUpAgainAndAgain()]);
