import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { JournalEntry, Journal } from './port.ts';
import { createJournalFixture, valueOf } from './testing/journal-fixture.ts';
import { aCommand, anOutage } from './testing/records-fixture.ts';
import { migrate, readSchemaVersion, schemaVersion } from './worker/schema.ts';

const idsOf = (records: readonly { readonly id: string }[]): readonly string[] => records.map(({ id }) => id);

it('stores records by id, on disk and in memory: the latest version wins', async () => {
  await using fixture = createJournalFixture();
  for (const journal of [await fixture.open(), await fixture.open({ file: fixture.folder })]) {
    journal.append({ kind: 'command', record: aCommand(1) });
    journal.append({ kind: 'command', record: aCommand(2, { target: 'twitch-chat' }) });
    const settled = aCommand(1, { result: 'settled', message: 'OBS is running.', endedAt: 9_000 });
    journal.append({ kind: 'command', record: settled });
    journal.append({ kind: 'outage', record: anOutage(1) });
    journal.append({ kind: 'outage', record: anOutage(2, { endedAt: null }) });

    expect(valueOf(await journal.queryRecords('command', {}, 10))).toEqual([
      aCommand(2, { target: 'twitch-chat' }),
      settled,
    ]);
    expect(idsOf(valueOf(await journal.queryRecords('command', { subject: 'obs:main' }, 10)))).toEqual([
      'command-1',
    ]);
    expect(idsOf(valueOf(await journal.queryRecords('command', { before: 2_000 }, 10)))).toEqual([
      'command-1',
    ]);
    // An open outage overlaps every later time.
    expect(idsOf(valueOf(await journal.queryRecords('outage', { from: 1_000_000 }, 10)))).toEqual([
      'outage-2',
    ]);
    expect(valueOf(await journal.queryRecords('incident', {}, 10))).toEqual([]);
  }
});

it('returns rollups of one metric oldest first, after a restart, and adds up shares of one span', async () => {
  await using fixture = createJournalFixture();
  const first = await fixture.open();
  const rollup = (minute: number, mean: number) => ({
    kind: 'rollup' as const,
    record: {
      componentId: 'obs:main',
      name: 'fps',
      unit: 'fps',
      at: minute * 60_000,
      stepMs: 60_000,
      count: 60,
      min: mean - 1,
      max: mean + 1,
      mean,
    },
  });
  first.append(rollup(1, 59.5));
  first.append(rollup(2, 58.25));
  first.append(rollup(2, 58.5));
  await first.close();
  const journal = await fixture.open();
  const filter = { componentId: 'obs:main', name: 'fps', stepMs: 60_000, from: 0, before: 1_000_000 };
  const found = valueOf(await journal.queryRollups(filter, 100));
  expect(found.map(({ at, count, min, max, mean }) => [at, count, min, max, mean])).toEqual([
    [60_000, 60, 58.5, 60.5, 59.5],
    [120_000, 120, 57.25, 59.5, 58.375],
  ]);
});

describe('durable before it is acknowledged', () => {
  const command: JournalEntry = { kind: 'command', record: aCommand(1) };
  const readElsewhere = (file: string): number => {
    const database = new DatabaseSync(file, { readOnly: true });
    const row = database.prepare('SELECT count(*) AS count FROM commands').get();
    database.close();
    return Number(row?.['count']);
  };

  it('is in the file when the call returns', async () => {
    await using fixture = createJournalFixture();
    const journal = await fixture.open();
    expect(await journal.appendDurable(command)).toEqual({ ok: true, value: undefined });
    expect(readElsewhere(fixture.file)).toBe(1);
  });

  it('shares disk writes between concurrent records', async () => {
    await using fixture = createJournalFixture();
    const journal = await fixture.open();
    const answers = await Promise.all(
      Array.from({ length: 500 }, (_, index) =>
        journal.appendDurable({ kind: 'command', record: aCommand(index) }),
      ),
    );
    expect(answers.every(({ ok }) => ok)).toBe(true);
    const database = new DatabaseSync(fixture.file, { readOnly: true });
    const batches = database.prepare("SELECT value FROM meta WHERE key = 'last-batch'").get()?.['value'];
    database.close();
    expect(Number(batches)).toBeLessThan(10);
  });

  it('fails while nothing can be written', async () => {
    await using fixture = createJournalFixture();
    const journal: Journal = await fixture.open({ file: fixture.folder });
    expect(await journal.appendDurable(command)).toMatchObject({
      ok: false,
      error: { code: 'journal.not-durable' },
    });
  });
});

describe('every older version of the database', () => {
  const versions = Array.from({ length: schemaVersion }, (_, version) => version);

  it.each(versions)('migrates version %i and reads its records', async (version) => {
    await using fixture = createJournalFixture();
    const database = new DatabaseSync(fixture.file);
    migrate(database, 0, version);
    if (version >= 1) {
      database.exec(`
        INSERT INTO names (id, name) VALUES (1, 'bridge.connected'), (2, 'obs:main');
        INSERT INTO events (seq, id, at, level, topic, source, message, data)
          VALUES (1, 'event-1', 5, 1, 1, 2, 'OBS is connected', '{}');
        INSERT INTO events_text (rowid, message, topic, source)
          VALUES (1, 'OBS is connected', 'bridge.connected', 'obs:main');
        INSERT INTO health_transitions (at, component, state, level, reason)
          VALUES (5, 'obs:main', 'running', 'healthy', 'Connected');
      `);
    }
    expect(readSchemaVersion(database)).toBe(version);
    database.close();

    const journal = await fixture.open();
    journal.append({ kind: 'outage', record: anOutage(1) });
    expect(idsOf(valueOf(await journal.queryEvents({ text: 'connected' }, 10)).events)).toEqual(
      version >= 1 ? ['event-1'] : [],
    );
    expect(valueOf(await journal.queryHealthAt(10))).toHaveLength(version >= 1 ? 1 : 0);
    expect(idsOf(valueOf(await journal.queryRecords('outage', {}, 10)))).toEqual(['outage-1']);
    expect(journal.stats().problem).toBeNull();
  });
});
