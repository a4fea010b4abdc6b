/**
 * Appends events as fast as they become durable and prints the number of the last durable one, until it is
 * killed.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { createSystemClock } from '#shared/kernel/index.ts';
import { openJournal } from '../open-journal.ts';
import { anEvent, testThreads } from './journal-fixture.ts';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('Usage: append-until-killed.ts FILE');
const journal = await openJournal({ file, threads: testThreads(), clock: createSystemClock() });
// On a busy machine the file opens late. Until then flushes fail at once, and the loop would end without a
// pause.
while (journal.stats().state !== 'open') await pause(20);
for (let number = 1; number <= 1_000_000; number += 1) {
  journal.appendEvent(anEvent(number));
  if (number % 100 !== 0) continue;
  const flushed = await journal.flush();
  if (flushed.ok) process.stdout.write(`${number}\n`);
}
