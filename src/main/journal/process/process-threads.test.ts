import { serialize } from 'node:v8';
import { expect, it } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { anEvent, createJournalFixture } from '../testing/journal-fixture.ts';
import { openJournal } from '../open-journal.ts';
import { OutputLines } from './output-lines.ts';
import type { JournalChildEvents, ToProcess } from './process-port.ts';
import { ProcessThreads } from './process-threads.ts';

/** Threads over processes that the test controls; records the time of each start. */
const setUp = (onStart: (events: JournalChildEvents) => void) => {
  const clock = createFakeClock();
  const starts: number[] = [];
  const sent: ToProcess[] = [];
  const log: string[] = [];
  const threads = new ProcessThreads({
    startChild: (_options, events) => {
      starts.push(clock.monotonic());
      onStart(events);
      return {
        send: (message) => sent.push(message),
        kill: () => events.onExit('SIGKILL'),
        keepAlive: () => undefined,
      };
    },
    entry: new URL('file:///process'),
    workerUrl: new URL('file:///worker'),
    clock,
    log: (line) => log.push(line),
  });
  /** Closes the threads of a process that does not respond. */
  const close = async (): Promise<void> => {
    const closed = threads.close();
    await clock.advance(500);
    await closed;
  };
  return { clock, starts, sent, log, threads, close };
};
const reader = { role: 'reader', file: '/nowhere' } as const;
const nothing = { onReply: () => undefined, onLost: () => undefined };

it('restarts a process that keeps crashing with a growing backoff, and keeps a bounded, counted number of records', async () => {
  const { clock, starts, threads } = setUp((events) => queueMicrotask(() => events.onExit('SIGSEGV')));
  const journal = await openJournal({ file: '/nowhere/journal.db', threads, clock, capacity: 100 });
  for (let number = 1; number <= 150; number += 1) journal.appendEvent(anEvent(number));
  await clock.advance(100_000);
  const distances = starts.slice(1).map((at, index) => at - (starts[index] ?? 0));
  expect(distances).toEqual([100, 500, 2_000, 10_000, 30_000, 30_000]);
  expect(journal.stats()).toMatchObject({ state: 'memory-only', queued: 100, dropped: 50 });
  expect(journal.stats().problem).toContain('its process ended (SIGSEGV). Records are kept in memory');
  const read = await journal.queryRecords('outage', {}, 10);
  expect(read).toMatchObject({ ok: true, value: [] });
  await journal.close();
  await threads.close();
});

it('fails a read during the backoff at once and starts no process', async () => {
  let child: JournalChildEvents | undefined;
  const { clock, starts, threads } = setUp((events) => (child = events));
  threads.start(reader, nothing);
  child?.onExit('SIGSEGV');
  const lost: unknown[] = [];
  threads.start(reader, { ...nothing, onLost: (loss) => lost.push(loss) });
  await clock.settle();
  expect(lost).toMatchObject([{ reason: 'its process ended (SIGSEGV)', retryMs: 100 }]);
  expect(starts).toHaveLength(1);
});

it('restarts a process at once after a long run', async () => {
  let child: JournalChildEvents | undefined;
  const { clock, threads } = setUp((events) => (child = events));
  const delays: number[] = [];
  for (const ranMs of [0, 0, 0, 30_000]) {
    threads.start(reader, { ...nothing, onLost: ({ retryMs }) => delays.push(retryMs) });
    // It responds, so that it doesn't count as frozen.
    for (let ran = 0; ran < ranMs; ran += 2_500) {
      await clock.advance(2_500);
      child?.onMessage({ type: 'pong' });
    }
    child?.onExit('SIGSEGV');
    await clock.advance(delays.at(-1) ?? 0);
  }
  expect(delays).toEqual([100, 500, 2_000, 100]);
});

it('treats a process that could not be started as a crash', async () => {
  const { clock, threads, log } = setUp((events) =>
    queueMicrotask(() => events.onExit("it couldn't be started: EAGAIN")),
  );
  const lost: string[] = [];
  threads.start(reader, { ...nothing, onLost: ({ reason }) => lost.push(reason) });
  await clock.settle();
  expect(lost).toEqual(["its process ended (it couldn't be started: EAGAIN)"]);
  expect(log).toHaveLength(1);
});

it('passes a reply to its thread and a cancellation to the process, and ignores anything else', async () => {
  let child: JournalChildEvents | undefined;
  const { threads, sent, close } = setUp((events) => (child = events));
  const replies: Uint8Array[] = [];
  const thread = threads.start(reader, { ...nothing, onReply: (body) => replies.push(body) });
  thread.cancel(7);
  for (const message of [null, 'pong', {}, { type: 'other' }]) child?.onMessage(message);
  child?.onMessage({ type: 'reply', thread: 1, body: serialize('here') });
  child?.onMessage({ type: 'reply', thread: 2, body: serialize('there') });
  expect(replies).toEqual([serialize('here')]);
  expect(sent.map(({ type }) => type)).toEqual(['start', 'cancel']);
  await close();
});

it('does not mistake a pause of this program for a frozen process', async () => {
  let killed = 0;
  let child: JournalChildEvents | undefined;
  const { clock, threads, close } = setUp((events) => {
    child = events;
    const { onExit } = events;
    events.onExit = (how) => {
      killed += 1;
      onExit(how);
    };
  });
  threads.start(reader, nothing);
  for (let round = 0; round < 3; round += 1) {
    // Up to four pings go unanswered, then the delayed replies arrive all at once.
    await clock.advance(10_000);
    child?.onMessage({ type: 'pong' });
  }
  expect(killed).toBe(0);
  await close();
});

it('closes a journal whose process never starts', async () => {
  await using fixture = createJournalFixture();
  const { clock, threads } = setUp((events) => queueMicrotask(() => events.onExit('exit code 1')));
  const journal = await openJournal({ file: fixture.file, threads, clock });
  expect(await journal.close()).toMatchObject({ ok: true });
  await threads.close();
  expect(clock.pending).toBe(0);
});

it('logs the output of the process line by line, up to its limit', () => {
  const lines: string[] = [];
  const output = new OutputLines((line) => lines.push(line));
  output.add('first\nsec');
  output.add('ond\r\n\n');
  output.add(`${'x'.repeat(5_000)}\nlast`);
  output.finish();
  expect(lines.map((line) => line.slice(0, 10))).toEqual(['first', 'second', 'xxxxxxxxxx', 'last']);
  expect(lines[2]).toHaveLength(1_000);
  for (let number = 0; number < 1_000; number += 1) output.add(`${number}\n`);
  expect(lines).toHaveLength(101);
  expect(lines.at(-1)).toContain('the rest is omitted');
});
