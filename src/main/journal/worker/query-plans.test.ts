import { DatabaseSync } from 'node:sqlite';
import { beforeAll, expect, it } from 'vitest';
import type { EventFilter } from '#shared/model/index.ts';
import { encodeBatch } from '../encode-batch.ts';
import { anEvent } from '../testing/journal-fixture.ts';
import { createRowWriter } from './row-writer.ts';
import { migrate } from './schema.ts';
import { selectEvents } from './select-events.ts';

/** A database in memory that counts the rows that searches visit. */
const createCountingDatabase = () => {
  const database = new DatabaseSync(':memory:');
  migrate(database);
  let looked = 0;
  database.function('not_cancelled', () => {
    looked += 1;
    return 1;
  });
  const writer = createRowWriter(database);
  const entries = Array.from({ length: 20_000 }, (_, index) => ({
    kind: 'event' as const,
    record: anEvent(index, {
      topic: `chat.topic-${index % 10}`,
      source: `component-${index % 7}`,
      level: index % 1_000 === 0 ? 'error' : 'info',
      message: index % 2 === 0 ? 'even number' : 'odd number',
    }),
  }));
  writer.write(encodeBatch(1, entries));
  return {
    search: (filter: EventFilter) => {
      looked = 0;
      const { events } = selectEvents(database, filter, 20);
      return { found: events.length, looked };
    },
  };
};

let database: ReturnType<typeof createCountingDatabase>;
beforeAll(() => {
  database = createCountingDatabase();
});

it.each<{ name: string; filter: EventFilter; atMost: number }>([
  { name: 'everything', filter: {}, atMost: 21 },
  { name: 'a topic', filter: { topic: 'chat.topic-3' }, atMost: 21 },
  { name: 'ten topics of one prefix', filter: { topic: 'chat.*' }, atMost: 210 },
  { name: 'a component', filter: { component: 'component-2' }, atMost: 21 },
  { name: 'the rare levels', filter: { level: 'error' }, atMost: 21 },
  { name: 'a word that half of all have', filter: { text: 'even ' }, atMost: 21 },
  { name: 'a word that half of all have, as it is typed', filter: { text: 'eve' }, atMost: 42 },
  { name: 'the page before an event', filter: { before: anEvent(5_000).id }, atMost: 21 },
  {
    name: 'the page before an event, by word',
    filter: { before: anEvent(5_000).id, text: 'odd ' },
    atMost: 21,
  },
  // An hour contains 3,600 of these events: the search visits the rows of that hour, not of all later hours.
  { name: 'a time long ago', filter: { before: anEvent(5_000).at }, atMost: 3_621 },
  { name: 'a topic that nothing has', filter: { topic: 'nothing.*' }, atMost: 0 },
  { name: 'a time long ago, by word', filter: { before: anEvent(5_000).at, text: 'odd ' }, atMost: 3_621 },
])('visits few rows for a page of $name', ({ filter, atMost }) => {
  const { found, looked } = database.search(filter);
  expect(looked).toBeLessThanOrEqual(atMost);
  expect(found).toBe(atMost === 0 ? 0 : 20);
});
