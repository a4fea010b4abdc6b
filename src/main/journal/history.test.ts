import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { createJournalFixture, valueOf } from './testing/journal-fixture.ts';
import { aPastComponent, aSnapshot, aTransition } from './testing/history-fixture.ts';
import type { Journal } from './port.ts';

const minute = 60_000;
/** Two runs: from 10 to 60 minutes, and from 90 to 120. */
const recordTwoRuns = (journal: Journal, began = 0): void => {
  journal.append({ kind: 'run', record: { from: began + 10 * minute, to: began + 10 * minute } });
  journal.append({
    kind: 'snapshot',
    record: aSnapshot(began + 10 * minute, [aPastComponent('obs', { level: 'unknown' })]),
  });
  journal.appendTransition(aTransition('obs', began + 12 * minute, 'healthy'));
  journal.appendTransition(aTransition('obs', began + 40 * minute, 'unhealthy', { state: 'failed' }));
  journal.append({
    kind: 'snapshot',
    record: aSnapshot(
      began + 40 * minute,
      [aPastComponent('obs', { level: 'unhealthy', state: 'failed' })],
      'unhealthy',
    ),
  });
  journal.append({ kind: 'run', record: { from: began + 10 * minute, to: began + 60 * minute } });
  journal.append({ kind: 'run', record: { from: began + 90 * minute, to: began + 120 * minute } });
  journal.append({ kind: 'snapshot', record: aSnapshot(began + 90 * minute, [aPastComponent('obs')]) });
  journal.appendTransition(aTransition('obs', began + 91 * minute, 'healthy'));
};

describe('a moment of the past', () => {
  it('is the last snapshot with the transitions since', async () => {
    await using fixture = createJournalFixture();
    const journal = await fixture.open();
    recordTwoRuns(journal);
    const { snapshot } = valueOf(await journal.history.moment(20 * minute));
    expect(snapshot).toMatchObject({
      at: 20 * minute,
      verdict: { level: 'healthy' },
      components: [{ id: 'obs', level: 'healthy', levelSince: 12 * minute, reason: 'It became healthy.' }],
    });
    expect(valueOf(await journal.history.moment(50 * minute)).snapshot).toMatchObject({
      verdict: { level: 'unhealthy' },
      components: [{ level: 'unhealthy', state: 'failed', startedAt: null }],
    });
  });

  it('is unknown while the program did not run, with the nearest recorded moments', async () => {
    await using fixture = createJournalFixture();
    const journal = await fixture.open();
    expect(valueOf(await journal.history.moment(20 * minute))).toEqual({
      snapshot: null,
      knownBefore: null,
      knownAfter: null,
    });
    recordTwoRuns(journal);
    expect(valueOf(await journal.history.moment(70 * minute))).toEqual({
      snapshot: null,
      knownBefore: 60 * minute,
      knownAfter: 90 * minute,
    });
    expect(valueOf(await journal.history.moment(5 * minute))).toMatchObject({
      snapshot: null,
      knownBefore: null,
      knownAfter: 10 * minute,
    });
  });

  it('is the same after the journal was reopened', async () => {
    await using fixture = createJournalFixture();
    const first = await fixture.open();
    recordTwoRuns(first);
    await first.close();
    const journal = await fixture.open();
    expect(valueOf(await journal.history.moment(50 * minute)).snapshot?.verdict.level).toBe('unhealthy');
  });

  it('is read from a snapshot of version 0.1, whose desired state had another name', async () => {
    await using fixture = createJournalFixture();
    const first = await fixture.open();
    recordTwoRuns(first);
    await first.close();
    const database = new DatabaseSync(fixture.file);
    database.exec(`UPDATE snapshots SET data = replace(data, '"desired":"running"', '"wanted":"stopped"')`);
    database.close();
    const journal = await fixture.open();
    expect(valueOf(await journal.history.moment(50 * minute)).snapshot?.components).toMatchObject([
      { id: 'obs', desired: 'stopped' },
    ]);
  });
});

it('returns strips with the worst level of each cell, the initial level, and the cells without observations', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  recordTwoRuns(journal);
  const strips = valueOf(await journal.history.strips({ from: 0, to: 120 * minute }, 12));
  const [none, good, bad] = [null, 'healthy', 'unhealthy'];
  expect(strips.components).toEqual([
    {
      componentId: 'obs',
      cells: [none, good, good, good, bad, bad, none, none, none, good, good, good],
      observedMs: 77 * minute,
      healthyMs: 57 * minute,
    },
  ]);
  expect(strips.overall).toEqual([none, good, good, good, bad, bad, none, none, none, good, good, good]);
  expect(strips.earliest).toBe(10 * minute);
  expect(strips.observed).toEqual([
    { from: 10 * minute, to: 60 * minute },
    { from: 90 * minute, to: 120 * minute },
  ]);
  // A span that begins within a run begins with the state at that time.
  const late = valueOf(await journal.history.strips({ from: 50 * minute, to: 70 * minute }, 2));
  expect(late.components).toEqual([
    { componentId: 'obs', cells: [bad, none], observedMs: 10 * minute, healthyMs: 0 },
  ]);
  expect(late.overall).toEqual([bad, none]);
});

it('pages through transitions without skipping or repeating one, however many share an instant', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  for (let number = 0; number < 25; number += 1)
    journal.appendTransition(aTransition(`part-${number}`, Math.floor(number / 10), 'healthy'));
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = valueOf(
      await journal.history.transitions({ from: 0, before: 10, limit: 7, ...(cursor && { cursor }) }),
    );
    seen.push(...page.transitions.map(({ componentId }) => componentId));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => `part-${24 - index}`));
  const ofOne = valueOf(
    await journal.history.transitions({ from: 0, before: 10, component: 'part-3', limit: 7 }),
  );
  expect(ofOne).toMatchObject({ transitions: [{ componentId: 'part-3' }], next: null });
});

it('returns rollups of several metrics by component, name and time', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  const rollup = (componentId: string, name: string, at: number, stepMs = minute) =>
    journal.append({
      kind: 'rollup',
      record: { componentId, name, unit: 'ms', at, stepMs, count: 60, min: 1, max: 3, mean: 2 },
    });
  rollup('discord', 'latencyMs', 2 * minute);
  rollup('discord', 'latencyMs', minute);
  rollup('discord', 'fps', minute);
  rollup('obs', 'latencyMs', minute);
  rollup('obs', 'latencyMs', minute, 60 * minute);
  rollup('obs', 'latencyMs', 9 * minute);
  const filter = { names: ['latencyMs', 'never'], from: minute, before: 5 * minute, stepMs: minute };
  expect(
    valueOf(await journal.history.metrics(filter)).map(({ componentId, at }) => [componentId, at]),
  ).toEqual([
    ['discord', minute],
    ['discord', 2 * minute],
    ['obs', minute],
  ]);
});

it('reports stored rows by kind, with the last clean-up of each', async () => {
  await using fixture = createJournalFixture();
  const day = 86_400_000;
  const now = Date.now();
  const began = now - 200 * day;
  const journal = await fixture.open();
  recordTwoRuns(journal, began);
  journal.appendTransition(aTransition('obs', now - day, 'healthy'));
  const kindOf = async (kind: string) => {
    const { kinds, cleanedAt } = valueOf(await journal.history.holdings());
    return { ...kinds.find((held) => held.kind === kind), cleanedAt };
  };
  expect(await kindOf('health')).toMatchObject({
    rows: 7,
    oldestAt: began + 10 * minute,
    lastDeleted: null,
    cleanedAt: null,
  });
  expect(await kindOf('chat')).toMatchObject({ rows: 0, oldestAt: null });
  journal.setRetention({ transitionDays: 100 });
  await expect
    .poll(() => kindOf('health'), { timeout: 10_000 })
    // The last transition before the limit stays, because the stored history begins with it.
    .toMatchObject({ rows: 2, lastDeleted: { rows: 7 } });
  expect((await kindOf('health')).cleanedAt).toBeGreaterThan(now - 1_000);
  expect((await kindOf('health')).bytes).toBeGreaterThan(0);
});
