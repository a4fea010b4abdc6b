import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openJournal, type JournalThreads } from '#main/journal/index.ts';
import { anEvent, testThreads } from '#main/journal/testing/journal-fixture.ts';
import { createProcessFixture } from '#main/journal/testing/process-fixture.ts';
import { createSystemClock } from '#shared/kernel/index.ts';
import { median, round } from '../measure/compare.ts';
import type { BenchContext, Row } from '../measure/row.ts';

/** The costs of one form of the journal, each the median of its rounds. */
interface Cost {
  readonly openMs: number[];
  readonly durableMs: number[];
  readonly queryMs: number[];
  readonly rowsPerSecond: number[];
  readonly memoryMb: number[];
}

const noCost = (): Cost => ({ openMs: [], durableMs: [], queryMs: [], rowsPerSecond: [], memoryMb: [] });

/** Returns the proportional memory of a process; null when the system doesn't report it. */
const pssMb = (pid: number | 'self'): number => {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]) / 1_024;
  } catch {
    return Number.NaN;
  }
};

const measure = async (
  cost: Cost,
  file: string,
  threads: JournalThreads,
  pid: () => number | null,
): Promise<void> => {
  const before = pssMb('self');
  const began = performance.now();
  const journal = await openJournal({ file, threads, clock: createSystemClock(), capacity: 100_000 });
  // A slow start continues with records in memory until the file is open.
  while (journal.stats().state !== 'open') await wait(5);
  cost.openMs.push(performance.now() - began);
  const wantDurable = async (): Promise<void> => {
    const flushed = await journal.flush();
    if (!flushed.ok) throw flushed.error;
  };
  await wantDurable();
  let number = 0;
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const from = performance.now();
    await work();
    return performance.now() - from;
  };
  const durable: number[] = [];
  const queries: number[] = [];
  for (let count = 0; count < 30; count += 1) {
    durable.push(await timed(() => journal.appendDurable({ kind: 'event', record: anEvent(++number) })));
    queries.push(await timed(() => journal.queryEvents({ text: 'number' }, 50)));
  }
  cost.durableMs.push(median(durable));
  cost.queryMs.push(median(queries));
  const rows = 20_000;
  const tookMs = await timed(async () => {
    for (let count = 0; count < rows; count += 1) {
      journal.appendEvent(anEvent(++number));
      // Waits, like a program that does other things in between.
      if (count % 2_000 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await wantDurable();
  });
  cost.rowsPerSecond.push(rows / (tookMs / 1_000));
  const child = pid();
  cost.memoryMb.push(pssMb('self') - before + (child === null ? 0 : pssMb(child)));
  await journal.close();
};

/** Compares the journal in a separate process with the journal in threads of this process, in turns. */
export const benchOwnProcess = async (
  { full, wants, print, say }: BenchContext,
  folder: string,
): Promise<void> => {
  if (!wants('own-process')) return;
  const rounds = full ? 15 : 3;
  say(`own-process: ${rounds} rounds of each form`);
  const inProcess = noCost();
  const inThreads = noCost();
  for (let turn = 0; turn < rounds; turn += 1) {
    await measure(inThreads, join(folder, `threads-${turn}.db`), testThreads(), () => null);
    await using fixture = createProcessFixture();
    await measure(inProcess, join(folder, `process-${turn}.db`), fixture.threads, () => fixture.pid);
    say(`own-process, round ${turn + 1}: ${JSON.stringify({ inThreads, inProcess })}`);
  }
  const row = (what: string, name: keyof Cost, unit: string, moreIsBetter = false): Row => {
    const [ours, theirs] = [median(inProcess[name]), median(inThreads[name])];
    return {
      id: 'own-process',
      case: what,
      ours: round(ours),
      rival: 'threads of the same process',
      theirs: round(theirs),
      unit,
      ratio: round(moreIsBetter ? ours / theirs : theirs / ours),
      target: 'none: a price',
      met: true,
      rounds,
    };
  };
  print(row('opening', 'openMs', 'ms'));
  print(row('appended to durable, one at a time', 'durableMs', 'ms'));
  print(row('a search that gives 50 events', 'queryMs', 'ms'));
  print(row('20,000 events at once', 'rowsPerSecond', 'rows/s', true));
  print(row('memory of all processes (PSS) that the journal adds', 'memoryMb', 'MB'));
};
