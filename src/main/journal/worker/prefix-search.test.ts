import { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSeededRandom } from '#shared/kernel/index.ts';
import type { ChatMessage, EventFilter, EventRecord } from '#shared/model/index.ts';
import { encodeBatch } from '../encode-batch.ts';
import type { ChatFilter } from '../port.ts';
import { searchChat, searchEvents } from '../search-memory.ts';
import { aChatMessage, anEvent } from '../testing/journal-fixture.ts';
import { createRowWriter } from './row-writer.ts';
import { migrate } from './schema.ts';
import { selectChat } from './select-chat.ts';
import { selectEvents } from './select-events.ts';

/** Far more rows than are scanned one by one, so that searches continue in the index. */
const scanLimit = 800;
const rows = scanLimit * 3;
const random = createSeededRandom(11);
const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random.next() * list.length)];
const common = ['lamp', 'lantern', 'Łódź', 'cafe', 'Café', 'cue', 'привет', 'go'];

/** Some words are in every third text, some in one of thousands, and some only beyond the scanned rows. */
const textOf = (number: number): string => {
  const words = [pick(common), pick(common), number % 7 === 0 ? ':)' : pick(common)];
  if (number % 151 === 0) words.push('lamentation');
  if (number === 30) words.push('lacquer sub-zero');
  return words.join(number % 2 === 0 ? ' ' : ', ');
};

const messages: ChatMessage[] = [];
const events: EventRecord[] = [];
const database = new DatabaseSync(':memory:');
let looked = 0;
beforeAll(() => {
  migrate(database);
  database.function('not_cancelled', () => {
    looked += 1;
    return 1;
  });
  for (let number = 1; number <= rows; number += 1) {
    const user = number % 300 === 0 ? 'rare' : String(number % 3);
    messages.push(aChatMessage(number, { text: textOf(number), userId: user, userName: `viewer_${user}` }));
    events.push(
      anEvent(number, {
        message: textOf(number),
        topic: number % 250 === 0 ? 'lantern.rare' : `chat.topic-${number % 4}`,
        level: number % 100 === 0 ? 'error' : 'info',
      }),
    );
  }
  const writer = createRowWriter(database);
  writer.write(
    encodeBatch(1, [
      ...messages.map((record) => ({ kind: 'chat' as const, record })),
      ...events.map((record) => ({ kind: 'event' as const, record })),
    ]),
  );
});

const texts = [
  'l',
  'la',
  'lam',
  'lament',
  'lacq',
  'sub-ze',
  'CAF',
  'łó',
  'при',
  'lamp la',
  'lamentation l',
  'cue lament',
  ':) lan',
  'nothing-begins-s',
];

describe('a prefix', () => {
  const chatFilters: readonly Omit<ChatFilter, 'text'>[] = [
    {},
    { user: 'viewer_rare' },
    { user: '1', platform: 'twitch' },
    { platform: 'discord' },
    { before: aChatMessage(1_500).at },
    { before: aChatMessage(40).at },
  ];
  it.each(texts)('finds the same messages on disk as in a list: %s', (text) => {
    const newestFirst = messages.toReversed();
    for (const filter of chatFilters) {
      const expected = searchChat(newestFirst, { ...filter, text }).slice(0, 30);
      const found = selectChat(database, { ...filter, text }, 30, scanLimit).messages;
      expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    }
  });

  const eventFilters: readonly Omit<EventFilter, 'text'>[] = [
    {},
    { level: 'error' },
    { topic: 'chat.*' },
    { topic: 'lantern.rare' },
    { topic: 'nothing.*' },
    { before: anEvent(1_500).at },
    { before: anEvent(1_500).id },
    { after: anEvent(1_500).id },
    { after: anEvent(60).at, before: anEvent(70).id },
  ];
  it.each(texts)('finds the same events on disk as in a list: %s', (text) => {
    const newestFirst = events.toReversed();
    for (const filter of eventFilters) {
      const expected = searchEvents(newestFirst, { ...filter, text }).slice(0, 30);
      const found = selectEvents(database, { ...filter, text }, 30, scanLimit).events;
      expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    }
  });

  it('that is common visits few rows', () => {
    looked = 0;
    expect(selectChat(database, { text: 'l' }, 30, scanLimit).messages).toHaveLength(30);
    expect(selectEvents(database, { text: 'l' }, 30, scanLimit).events).toHaveLength(30);
    expect(looked).toBeLessThan(200);
  });
});
