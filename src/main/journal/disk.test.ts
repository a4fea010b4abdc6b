import { rmSync, statSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import {
  anEvent,
  createJournalFixture,
  eventually,
  testThreads,
  valueOf,
} from './testing/journal-fixture.ts';
import { canMountSmallDisk, mountSmallDisk } from './testing/small-disk.ts';

const canMount = canMountSmallDisk();

it.runIf(canMount)('pauses writing on a full disk, and continues when there is room', async () => {
  await using fixture = createJournalFixture();
  using disk = mountSmallDisk(fixture.folder, '4m');
  expect(disk).not.toBeNull();
  const filler = `${fixture.folder}/filler`;
  writeFileSync(filler, Buffer.alloc(3 * 1024 * 1024));
  const clock = createFakeClock();
  const journal = await fixture.open({ clock });
  const message = 'long '.repeat(200);
  let written = 0;
  let refused = false;
  while (!refused && written < 5_000) {
    for (let count = 0; count < 100; count += 1) journal.appendEvent(anEvent(++written, { message }));
    refused = !(await journal.flush()).ok;
  }
  expect(journal.stats()).toMatchObject({
    state: 'memory-only',
    dropped: 0,
    problem: expect.stringContaining('the disk is full; free some space'),
  });
  // The newest records are in memory, and are found.
  expect(valueOf(await journal.queryEvents({}, 1)).events[0]?.id).toBe(anEvent(written).id);

  rmSync(filler);
  await clock.advance(5_000);
  await eventually(() => journal.stats().state === 'open', 'the journal is written again');
  expect(await journal.flush()).toMatchObject({ ok: true });
  expect(journal.stats()).toMatchObject({ written, dropped: 0, problem: null });
  await journal.close();
  const database = new DatabaseSync(fixture.file, { readOnly: true });
  expect(database.prepare('SELECT count(*) AS count FROM events').get()).toEqual({ count: written });
  expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  database.close();
});

it.runIf(canMount)('runs in memory on a read-only disk and says so', async () => {
  await using fixture = createJournalFixture();
  using disk = mountSmallDisk(fixture.folder, '4m');
  await (await fixture.open()).close();
  expect(disk?.makeReadOnly()).toBe(true);
  const journal = await fixture.open();
  expect(journal.stats()).toMatchObject({
    state: 'memory-only',
    problem: expect.stringMatching(/read-only disk|is read-only/),
  });
  journal.appendEvent(anEvent(1));
  expect(valueOf(await journal.queryEvents({}, 10)).events).toEqual([anEvent(1)]);
});

it('tries again when another program has locked the database at startup', async () => {
  await using fixture = createJournalFixture();
  const clock = createFakeClock();
  await (await fixture.open()).close();
  const other = new DatabaseSync(fixture.file);
  other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  const journal = await fixture.open({ clock });
  await eventually(() => journal.stats().problem !== null, 'the lock is reported');
  expect(journal.stats()).toMatchObject({
    state: 'memory-only',
    problem: expect.stringContaining('another program has locked it; close that program'),
  });
  other.close();
  await clock.advance(5_000);
  await eventually(() => journal.stats().state === 'open', 'the journal is open');
});

it('reports a pinned write-ahead log, and merges it when it is free', async () => {
  await using fixture = createJournalFixture();
  const log = `${fixture.file}-wal`;
  const journal = await fixture.open({
    threads: testThreads(new URL('testing/tight-journal-worker.ts', import.meta.url)),
  });
  let written = 0;
  const write = async (): Promise<void> => {
    for (let count = 0; count < 200; count += 1)
      journal.appendEvent(anEvent(++written, { message: 'long '.repeat(200) }));
    await journal.flush();
  };
  await write();
  expect(statSync(log).size).toBeLessThan(1024 * 1024);
  const pinned = new DatabaseSync(fixture.file, { readOnly: true });
  pinned.exec('BEGIN');
  pinned.prepare('SELECT count(*) FROM events').get();
  await write();
  await write();
  expect(journal.stats()).toMatchObject({
    state: 'open',
    problem: expect.stringContaining('another program keeps the journal open'),
  });
  pinned.close();
  for (let attempt = 0; attempt < 100 && journal.stats().problem !== null; attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    journal.appendEvent(anEvent(++written));
    await journal.flush();
  }
  expect(journal.stats().problem).toBeNull();
  expect(statSync(log).size).toBeLessThan(256 * 1024);
  expect(valueOf(await journal.queryEvents({}, 1)).total).toBe(written);
});
