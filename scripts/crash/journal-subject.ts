/**
 * A program whose journal process is killed while it runs: `journal-subject HOME KILLS SEED`. It writes and
 * reads without a pause, and kills its journal's process by SIGKILL and SIGSEGV in turn, at a random moment
 * after each restart. It prints a report at the end.
 */
import { join } from 'node:path';
import { aChatMessage, anEvent } from '#main/journal/testing/journal-fixture.ts';
import { forkJournalProcess, openJournal, ProcessThreads } from '#main/journal/index.ts';
import { RestartBackoff } from '#main/journal/process/restart-backoff.ts';
import { createSeededRandom, createSystemClock, sleep } from '#shared/kernel/index.ts';
import { findJournalCode } from './journal-code.ts';
import type { JournalKillReport } from './journal-kill-report.ts';

const [home, kills, seed] = process.argv.slice(2);
if (home === undefined) throw new Error('Usage: journal-subject HOME KILLS SEED');
const clock = createSystemClock();
const random = createSeededRandom(Number(seed));
const children: number[] = [];
const threads = new ProcessThreads({
  startChild: (options, events) => forkJournalProcess(options, events, (pid) => children.push(pid)),
  ...findJournalCode(import.meta.url),
  clock,
  log: () => undefined,
  // Treats each run as a long one, so that a hundred kills don't trigger the backoff of a crash loop.
  backoff: new RestartBackoff(0),
});
const problems = new Set<string>();
const journal = await openJournal({
  file: join(home, 'journal.db'),
  threads,
  clock,
  onProblem: (problem) => problem !== null && problems.add(problem),
});

const over = new AbortController();
const report = { acknowledged: 0, appended: 0, failedFlushes: 0, answeredReads: 0, failedReads: 0 };
const write = async (): Promise<void> => {
  while (!over.signal.aborted) {
    for (let count = 0; count < 40; count += 1) journal.appendEvent(anEvent(++report.appended));
    journal.appendChat(aChatMessage(report.appended));
    const upTo = report.appended;
    const flushed = await journal.flush();
    if (flushed.ok) report.acknowledged = upTo;
    else {
      report.failedFlushes += 1;
      await sleep(clock, 20);
    }
  }
};
const read = async (): Promise<void> => {
  while (!over.signal.aborted) {
    const found = await journal.queryEvents({ text: 'number' }, 50);
    if (found.ok) report.answeredReads += 1;
    else report.failedReads += 1;
    await sleep(clock, 5);
  }
};
const restartedMs: number[] = [];
const kill = async (): Promise<void> => {
  for (let round = 0; round < Number(kills); round += 1) {
    await sleep(clock, random.next() * 120);
    const pid = children.at(-1);
    if (pid === undefined) throw new Error('The journal has no process.');
    const before = report.acknowledged;
    process.kill(pid, round % 2 === 0 ? 'SIGKILL' : 'SIGSEGV');
    const killedAt = clock.monotonic();
    // "Open again" means that a new process has made records durable.
    while (children.at(-1) === pid || journal.stats().state !== 'open' || report.acknowledged === before) {
      if (clock.monotonic() - killedAt > 60_000)
        throw new Error(`The journal did not come back: ${journal.stats().problem ?? ''}`);
      await sleep(clock, 2);
    }
    restartedMs.push(clock.monotonic() - killedAt);
  }
  over.abort();
};
await Promise.all([write(), read(), kill()]);
const { dropped, problem } = journal.stats();
const closed = await journal.close();
await threads.close();
const finalReport: JournalKillReport = {
  ...report,
  kills: restartedMs.length,
  dropped,
  restartedMs,
  problem,
  seen: [...problems].map((each) => each.replaceAll(home, '')),
  closed: closed.ok,
};
process.stdout.write(`${JSON.stringify(finalReport)}\n`);
