import { expect, it } from 'vitest';
import type { Journal, JournalEntry } from '#main/journal/index.ts';
import { createJournalFixture, valueOf } from '#main/journal/testing/journal-fixture.ts';
import { aCommand, anOutage } from '#main/journal/testing/records-fixture.ts';
import type { Outage } from '#shared/model/index.ts';
import { readEarlierOutages } from './earlier-outages.ts';
import { closeOpenRecords } from './open-records.ts';

const minute = 60_000;
/** The program ran from 10 to 20 and from 50 to 60 minutes; it starts again at 90. */
const recordRuns = (journal: Journal): void => {
  journal.append({ kind: 'run', record: { from: 10 * minute, to: 20 * minute } });
  journal.append({ kind: 'run', record: { from: 50 * minute, to: 60 * minute } });
};
const startedAt = 90 * minute;

const anIncident = (at: number): JournalEntry => ({
  kind: 'incident',
  record: {
    id: `incident-${at / minute}`,
    at,
    title: 'OBS: gone',
    level: 'unhealthy',
    causeId: 'obs:main',
    componentIds: ['obs:main'],
    endedAt: null,
  },
});

it('closes records of earlier runs between the end of their run and the start of the next', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  recordRuns(journal);
  journal.append({ kind: 'command', record: aCommand(1, { at: 15 * minute, endedAt: null }) });
  journal.append({
    kind: 'pipeline-run',
    record: {
      id: 'run-1',
      at: 55 * minute,
      pipeline: 'go-live',
      result: 'running',
      report: 'It runs.',
      steps: [],
      endedAt: null,
    },
  });
  journal.append({ kind: 'outage', record: anOutage(1, { at: 16 * minute, endedAt: null }) });
  journal.append(anIncident(58 * minute));
  // Written by the run that was killed, after its last heartbeat.
  journal.append(anIncident(61 * minute));

  expect(valueOf(await closeOpenRecords(journal, startedAt))).toBe(5);

  expect(valueOf(await journal.queryRecords('command', {}, 10))).toMatchObject([
    { result: 'interrupted', endedAfter: 20 * minute, endedAt: 50 * minute },
  ]);
  expect(valueOf(await journal.queryRecords('pipeline-run', {}, 10))).toMatchObject([
    { result: 'interrupted', endedAfter: 60 * minute, endedAt: 90 * minute },
  ]);
  expect(valueOf(await journal.queryRecords('outage', {}, 10))).toMatchObject([
    { endedAfter: 20 * minute, endedAt: 50 * minute },
  ]);
  expect(valueOf(await journal.queryRecords('incident', {}, 10))).toMatchObject([
    { id: 'incident-61', endedAfter: 61 * minute, endedAt: 90 * minute },
    { id: 'incident-58', endedAfter: 60 * minute, endedAt: 90 * minute },
  ]);
});

it('leaves records alone that have ended or that this run began', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  recordRuns(journal);
  const over = anOutage(1, { at: 15 * minute, endedAt: 16 * minute });
  const present = anOutage(2, { at: startedAt, endedAt: null });
  journal.append({ kind: 'outage', record: over });
  journal.append({ kind: 'outage', record: present });
  expect(valueOf(await closeOpenRecords(journal, startedAt))).toBe(0);
  expect(valueOf(await journal.queryRecords('outage', {}, 10))).toEqual([present, over]);
});

it('closes more records than fit on one page', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  for (let number = 0; number < 1_200; number += 1)
    journal.append({ kind: 'outage', record: anOutage(number, { at: 15 * minute, endedAt: null }) });
  expect(valueOf(await closeOpenRecords(journal, startedAt))).toBe(1_200);
  expect(valueOf(await closeOpenRecords(journal, startedAt))).toBe(0);
});

it('returns an outage of an earlier run as one that lasted until that run was last seen', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  recordRuns(journal);
  const outage: Outage = {
    id: 'outage-1',
    componentId: 'discord',
    title: 'Discord',
    startedAt: 15 * minute,
    endedAt: null,
    end: null,
    cause: { code: 'discord.unreachable', message: 'Nobody answers.' },
    attempts: 2,
    missed: { count: null, atLeast: false, message: 'Not known.' },
  };
  journal.appendEvent({
    id: 'event-1',
    topic: 'outage.opened',
    source: 'discord',
    level: 'warning',
    at: 15 * minute,
    message: 'Discord is gone.',
    correlationId: null,
    causeId: null,
    data: { outage },
  });
  expect(await readEarlierOutages(journal, 0)).toEqual([
    { ...outage, end: 'program-ended', endedAt: 20 * minute },
  ]);
});
