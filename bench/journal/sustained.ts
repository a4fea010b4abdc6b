import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { openJournal } from '#main/journal/index.ts';
import { anEvent, testThreads } from '#main/journal/testing/journal-fixture.ts';
import { createSystemClock } from '#shared/kernel/index.ts';
import { round } from '../measure/compare.ts';
import type { BenchContext, Row } from '../measure/row.ts';

const wantedPerSecond = 50_000;
/** Slightly above the target, because the time until the last event is on disk counts too. */
const offeredPerSecond = 51_000;
const tickMs = 10;

/**
 * Sends 51,000 events per second to the journal's thread. Measures the delay of the calling thread, and the
 * time until events are durable.
 */
export const benchSustained = async (
  { full, wants, print, say }: BenchContext,
  folder: string,
): Promise<void> => {
  if (!wants('T11')) return;
  const seconds = full ? 60 : 8;
  say(`T11: ${offeredPerSecond} events a second for ${seconds} s`);
  const journal = await openJournal({
    file: join(folder, 'sustained.db'),
    threads: testThreads(),
    clock: createSystemClock(),
    capacity: 100_000,
  });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const durableMs: number[] = [];
  let sent = 0;
  const began = performance.now();
  delay.enable();
  for (let elapsed = 0; elapsed < seconds * 1_000; elapsed = performance.now() - began) {
    const due = Math.min((elapsed / 1_000) * offeredPerSecond, sent + offeredPerSecond / 10);
    while (sent < due) journal.appendEvent(anEvent(++sent, { topic: 'chat.counted' }));
    const askedAt = performance.now();
    // Doesn't wait: the time is recorded when the flush resolves.
    void journal.flush().then((flushed) => flushed.ok && durableMs.push(performance.now() - askedAt));
    await wait(tickMs);
  }
  delay.disable();
  await journal.flush();
  const rate = sent / ((performance.now() - began) / 1_000);
  const { written, dropped } = journal.stats();
  await journal.close();
  if (written + dropped !== sent)
    throw new Error(`${sent} events went in, ${written + dropped} are accounted for.`);
  const load = `load ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`;
  const row = (what: string, ours: number, unit: string, target: string, met: boolean): Row => ({
    id: 'T11',
    case: `${what} (${load})`,
    ours: round(ours),
    rival: null,
    theirs: null,
    unit,
    ratio: null,
    target,
    met,
  });
  const p99Delay = delay.percentile(99) / 1e6;
  const durable = durableMs.toSorted((left, right) => left - right);
  const p99Durable = durable[Math.floor(durable.length * 0.99)] ?? Number.NaN;
  print(
    row(
      'sustained, events stored',
      rate,
      'events/s',
      `>=${wantedPerSecond}, 0 dropped`,
      rate >= wantedPerSecond && dropped === 0,
    ),
  );
  print(row('sustained, dropped', dropped, 'events', '0', dropped === 0));
  print(row('sustained, event-loop delay p99', p99Delay, 'ms', '<=10', p99Delay <= 10));
  print(row('sustained, append to durable p99', p99Durable, 'ms', '<=300', p99Durable <= 300));
};
