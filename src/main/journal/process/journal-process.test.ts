import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { anEvent, createJournalFixture, eventually, valueOf } from '../testing/journal-fixture.ts';
import { createProcessFixture } from '../testing/process-fixture.ts';

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

it.each(['SIGSEGV', 'SIGKILL', 'SIGABRT'] as const)(
  'loses no acknowledged record and restarts when the journal process ends by %s',
  async (signal) => {
    await using fixture = createJournalFixture();
    await using child = createProcessFixture();
    const problems: (string | null)[] = [];
    const journal = await fixture.open({
      threads: child.threads,
      onProblem: (problem) => problems.push(problem),
    });
    for (let number = 1; number <= 50; number += 1) journal.appendEvent(anEvent(number));
    valueOf(await journal.flush());
    expect(valueOf(await journal.queryEvents({}, 1)).total).toBe(50);
    problems.length = 0;

    child.signal(signal);
    await eventually(() => journal.stats().state === 'memory-only', 'the end was noticed');
    journal.appendEvent(anEvent(51));
    expect(await journal.queryEvents({}, 10)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining(`its process ended (${signal})`) },
    });
    await eventually(() => journal.stats().state === 'open', 'the journal is open again');
    valueOf(await journal.flush());
    expect(valueOf(await journal.queryEvents({}, 100)).events).toHaveLength(51);
    expect(journal.stats()).toMatchObject({ written: 51, dropped: 0 });
    expect(problems).toEqual([
      expect.stringContaining(`can't be written: its process ended (${signal})`),
      `The journal's process ended (${signal}) and was restarted.`,
    ]);
    expect(child.log).toContain(`The journal's process ended (${signal}).`);
    valueOf(await journal.close());
  },
);

it('fails running requests when the journal process crashes, and serves new ones', async () => {
  await using fixture = createJournalFixture();
  await using child = createProcessFixture();
  const journal = await fixture.open({ threads: child.threads });
  for (let number = 1; number <= 5_000; number += 1) journal.appendEvent(anEvent(number));
  valueOf(await journal.flush());
  // A stopped process is certain to be in the middle of its work.
  child.signal('SIGSTOP');
  const copy = join(fixture.folder, 'copy.db');
  const viewer = { platform: 'twitch', userId: '42' } as const;
  const underWay = [
    journal.importFrom(join(fixture.folder, 'other.db')),
    journal.deleteViewer(viewer),
    journal.queryEvents({ text: 'number' }, 10),
    journal.exportViewer(viewer),
    journal.backup(copy),
    journal.history.holdings(),
  ];
  await new Promise((resolve) => setTimeout(resolve, 50));
  child.signal('SIGKILL');
  for (const outcome of await Promise.all(underWay)) expect(outcome).toMatchObject({ ok: false });

  await eventually(() => journal.stats().state === 'open', 'the journal is open again');
  expect(valueOf(await journal.backup(copy)).events).toBe(5_000);
  valueOf(await journal.deleteViewer(viewer));
  valueOf(await journal.exportViewer(viewer));
  valueOf(await journal.history.holdings());
  valueOf(await journal.close());
});

it('detects, kills and restarts a frozen journal process', async () => {
  await using fixture = createJournalFixture();
  const clock = createFakeClock();
  await using child = createProcessFixture(clock);
  const journal = await fixture.open({ threads: child.threads, clock });
  journal.appendEvent(anEvent(1));
  valueOf(await journal.flush());
  const { pid } = child;
  child.signal('SIGSTOP');
  const flushed = journal.appendDurable({ kind: 'event', record: anEvent(2) });
  await clock.advance(7_500);
  expect(isRunning(pid)).toBe(true);
  await clock.advance(5_000);
  expect(await flushed).toMatchObject({ ok: false });
  expect(isRunning(pid)).toBe(false);
  await clock.advance(100);
  await eventually(() => journal.stats().state === 'open', 'the journal is open again');
  expect(journal.stats().problem).toBe("The journal's process ended (no answer for 10 s) and was restarted.");
  valueOf(await journal.flush());
  expect(valueOf(await journal.queryEvents({}, 10)).events).toHaveLength(2);
  valueOf(await journal.close());
});

it('does not treat a responding process as frozen, however long it runs', async () => {
  await using fixture = createJournalFixture();
  const clock = createFakeClock();
  await using child = createProcessFixture(clock);
  const journal = await fixture.open({ threads: child.threads, clock });
  const { pid } = child;
  for (let round = 0; round < 10; round += 1) {
    await clock.advance(2_500);
    journal.appendEvent(anEvent(round + 1));
    valueOf(await journal.flush());
  }
  expect(child.pid).toBe(pid);
  valueOf(await journal.close());
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'keeps the journal process alive on a %s for its parent, which still has records to write',
  async (signal) => {
    await using fixture = createJournalFixture();
    await using child = createProcessFixture();
    const journal = await fixture.open({ threads: child.threads });
    child.signal(signal);
    journal.appendEvent(anEvent(1));
    valueOf(await journal.flush());
    expect(child.started).toBe(1);
    valueOf(await journal.close());
  },
);

it('leaves no journal process after its journal is closed', async () => {
  await using fixture = createJournalFixture();
  const child = createProcessFixture();
  const journal = await fixture.open({ threads: child.threads });
  journal.appendEvent(anEvent(1));
  valueOf(await journal.queryEvents({}, 10));
  valueOf(await journal.close());
  const { pid } = child;
  await child.threads.close();
  expect(isRunning(pid)).toBe(false);
});

it('ends the journal process with its parent, however the parent ends', async () => {
  await using fixture = createJournalFixture();
  const script = fileURLToPath(new URL('../testing/keep-journal-open.ts', import.meta.url));
  const parent = spawn(process.execPath, [script, fixture.file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = once(parent, 'close');
  const [line] = await once(parent.stdout, 'data');
  const pid = Number(String(line));
  expect(isRunning(pid)).toBe(true);
  parent.kill('SIGKILL');
  await closed;
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), 10_000);
});
