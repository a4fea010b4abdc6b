import { expect, it } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/fake-clock.ts';
import type { CleanUpPermit } from './retention.ts';
import { aChatMessage, anEvent, createJournalFixture, valueOf } from './testing/journal-fixture.ts';
import type { Journal } from './port.ts';

const day = 86_400_000;
const today = Date.UTC(2026, 10, 22, 20);
const years = 365 * day;

/** A journal with one row of each kind, all with the same timestamp. */
const writeAll = async (journal: Journal, number: number, at: number): Promise<void> => {
  journal.appendEvent(anEvent(number, { at }));
  journal.appendChat(aChatMessage(number, { at }));
  for (const state of ['running', 'failed'] as const)
    journal.appendTransition({ at, componentId: 'obs:main', state, level: 'healthy', reason: `${number}` });
  journal.append({
    kind: 'incident',
    record: {
      id: `incident-${number}`,
      at,
      title: 'OBS is down',
      level: 'unhealthy',
      causeId: 'obs:main',
      componentIds: ['obs:main'],
      endedAt: at,
    },
  });
  journal.append({
    kind: 'rollup',
    record: {
      componentId: 'obs:main',
      name: 'fps',
      unit: '1/s',
      at,
      stepMs: 3_600_000,
      count: 1,
      min: 60,
      max: 60,
      mean: 60,
    },
  });
  valueOf(await journal.flush());
};

const countOf = async (journal: Journal): Promise<Record<string, number>> => {
  const { kinds } = valueOf(await journal.history.holdings());
  return Object.fromEntries(kinds.map(({ kind, rows }) => [kind, rows]));
};

/** Runs one clean-up with the current limits. */
const cleanUp = async (journal: Journal): Promise<void> => {
  journal.setRetention({});
  // The clean-up asks for the permit first; records appended after the request are written after its first
  // step.
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    journal.appendTransition({
      at: today,
      componentId: 'process',
      state: 'running',
      level: 'healthy',
      reason: 'x',
    });
    valueOf(await journal.flush());
  }
};

const openAt = async (
  journals: ReturnType<typeof createJournalFixture>,
  permit: () => CleanUpPermit | null,
): Promise<Journal> =>
  journals.open({ clock: createFakeClock(today), mayCleanUp: () => Promise.resolve(permit()) });

it('deletes nothing by age while the time is in doubt, but still deletes the oldest by number', async () => {
  await using journals = createJournalFixture();
  const journal = await openAt(journals, () => ({ ageNow: null }));
  for (let number = 1; number <= 5; number += 1) await writeAll(journal, number, today - 400 * day);
  await cleanUp(journal);
  expect(await countOf(journal)).toMatchObject({ events: 5, chat: 5, records: 5, metrics: 1 });
  journal.setRetention({ eventRows: 2, chatRows: 2 });
  await cleanUp(journal);
  expect(await countOf(journal)).toMatchObject({ events: 2, chat: 2, records: 5 });
});

it('deletes nothing in a postponed clean-up, whatever exceeds its limits', async () => {
  await using journals = createJournalFixture();
  const journal = await openAt(journals, () => null);
  for (let number = 1; number <= 5; number += 1) await writeAll(journal, number, today - 400 * day);
  journal.setRetention({ eventRows: 1, chatRows: 1, eventDays: 1, chatDays: 1, recordDays: 1 });
  await cleanUp(journal);
  expect(await countOf(journal)).toMatchObject({ events: 5, chat: 5, records: 5 });
});

it.each([
  ['1970', 0],
  ['ten years back', today - 10 * years],
  ['40 days back', today - 40 * day],
  ['31 days ahead', today + 31 * day],
  ['50 years ahead', today + 50 * years],
  ['2106', Date.UTC(2106, 1, 7)],
])('deletes rows with timestamps from a clock in %s together with their neighbours', async (_name, stamp) => {
  await using journals = createJournalFixture();
  let ageNow = today;
  const journal = await openAt(journals, () => ({ ageNow }));
  journal.setRetention({ transitionDays: 30, recordDays: 30, rollupDays: 30, chatDays: 30 });
  await writeAll(journal, 1, today - day);
  await journal.markTime(today);
  await writeAll(journal, 2, stamp);
  await journal.markTime(today + day);
  await writeAll(journal, 3, today + day);
  await cleanUp(journal);
  expect(await countOf(journal)).toMatchObject({ events: 3, chat: 3, records: 3 });
  // One day after the wrong rows became old by arrival. The third row is still young.
  ageNow = today + 31 * day + 60_000;
  await journal.markTime(ageNow);
  await writeAll(journal, 4, ageNow);
  await cleanUp(journal);
  const left = valueOf(await journal.queryEvents({}, 10)).events.map(({ id }) => id.at(-1));
  expect(left.slice(0, 1)).toEqual(['4']);
  expect(left).not.toContain('1');
  expect(left).not.toContain('2');
  const incidents = valueOf(await journal.queryRecords('incident', {}, 10)).map(({ id }) => id);
  expect(incidents).not.toContain('incident-2');
  expect(incidents).toContain('incident-4');
});

it('deletes rows of a clock that was wrong from the first start', async () => {
  await using journals = createJournalFixture();
  let ageNow = today;
  const journal = await openAt(journals, () => ({ ageNow }));
  await journal.markTime(today + 5 * years);
  await writeAll(journal, 1, today + 5 * years);
  // The clock is corrected and confirmed.
  await journal.markTime(today, true);
  await writeAll(journal, 2, today);
  ageNow = today + 20 * day;
  await journal.markTime(ageNow);
  await cleanUp(journal);
  expect((await countOf(journal))['events']).toBe(2);
  ageNow = today + 30 * day + 60_000;
  await cleanUp(journal);
  expect((await countOf(journal))['events']).toBe(0);
});

it('treats rows written after everything was deleted as new, although their numbers continue', async () => {
  await using journals = createJournalFixture();
  let ageNow = today;
  const journal = await openAt(journals, () => ({ ageNow }));
  for (let number = 1; number <= 5; number += 1) await writeAll(journal, number, today);
  await journal.markTime(today + 1);
  ageNow = today + 400 * day;
  await cleanUp(journal);
  expect(await countOf(journal)).toMatchObject({ events: 0, chat: 0, records: 0, metrics: 0 });
  await writeAll(journal, 6, ageNow);
  await cleanUp(journal);
  expect(await countOf(journal)).toMatchObject({ events: 1, chat: 1, records: 1, metrics: 1 });
});
