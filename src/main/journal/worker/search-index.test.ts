import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matches, parseSearchTerms } from '#shared/kernel/index.ts';
import type { ChatMessage } from '#shared/model/index.ts';
import { encodeBatch } from '../encode-batch.ts';
import { searchChat } from '../search-memory.ts';
import { aChatMessage, anEvent } from '../testing/journal-fixture.ts';
import { createRowWriter } from './row-writer.ts';
import { migrate } from './schema.ts';
import { mirrored, toFtsQuery } from './search-index.ts';
import { selectChat } from './select-chat.ts';
import { selectEvents } from './select-events.ts';
import { createViewerEraser } from './viewer.ts';

const openJournal = () => {
  const database = new DatabaseSync(':memory:');
  migrate(database);
  database.function('not_cancelled', () => 1);
  const writer = createRowWriter(database);
  let batches = 0;
  return {
    database,
    put: (messages: readonly ChatMessage[]): void => {
      writer.write(
        encodeBatch(
          ++batches,
          messages.map((record) => ({ kind: 'chat' as const, record })),
        ),
      );
    },
  };
};

/** Returns the ids of the messages that the index alone finds for a query; null when the index can't help. */
const askIndex = (database: DatabaseSync, query: string): readonly unknown[] | null => {
  const terms = parseSearchTerms(query);
  const match = toFtsQuery(terms);
  if (match === null || terms.literals.length > 0) return null;
  return database
    .prepare(
      `SELECT c.id FROM chat_words f CROSS JOIN chat c ON c.seq = ${mirrored('f.rowid')}
       WHERE chat_words MATCH ? ORDER BY f.rowid`,
    )
    .all(match)
    .map(({ id }) => id);
};

/**
 * Words of twenty scripts and emoji, as people write them: with marks, without, joined, decomposed, in
 * capitals.
 */
const words = [
  ['stream', 'STREAM', 'café', 'cafe\u0301', 'straße', 'ﬁne', 'İyi', 'ısı', 'Łódź', 'tiếng', 'ＯＢＳ'],
  ['привет', 'Ёлка', 'елка', 'йогурт'],
  ['Καλημέρα', 'οδός', 'ΟΔΟΣ'],
  ['բարև', 'თბილისი', 'ሰላም', 'ᏣᎳᎩ'],
  ['أحمد', 'احمد', 'مُحَمَّد', 'می\u200cخواهم', 'שָׁלוֹם', 'שלום'],
  ['नमस्ते', 'की', 'বিশ্ব', 'வணக்கம்', 'తెలుగు', 'ಕನ್ನಡ', 'മലയാളം', 'ਪੰਜਾਬੀ', 'සිංහල', 'བོད་ཡིག'],
  ['สวัสดี', 'ชาวโลก', 'ສະບາຍດີ', 'សួស្តី', 'မင်္ဂလာပါ'],
  [
    '今日の配信',
    '配信',
    'がんばれ',
    'がんばれ'.normalize('NFD'),
    'ｶﾞﾝﾊﾞﾚ',
    'ゲーム',
    '主播今天',
    '游戏',
    '𠮷野家',
  ],
  ['오늘방송', '방송'.normalize('NFD'), 'ㅋㅋㅠㅠ', 'ﾡﾡ'],
  ['🎉', '❤️', '👍🏽', '🇩🇪', '٢٠٢٦', '2026', ':)', '(╯°□°)╯', 'sub-zero'],
].flat();

const aText = fc
  .array(fc.tuple(fc.constantFrom(...words), fc.constantFrom(' ', '', '、', '-', '\u200b', '\n')), {
    minLength: 1,
    maxLength: 6,
  })
  .map((list) => list.flat().join(''));

type Change = { readonly kind: 'edit'; readonly text: string } | { readonly kind: 'delete' | 'none' };
const aChange: fc.Arbitrary<Change> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Change>({ kind: 'none' }) },
  { weight: 1, arbitrary: aText.map((text): Change => ({ kind: 'edit', text })) },
  { weight: 1, arbitrary: fc.constant<Change>({ kind: 'delete' }) },
);
const changed = (message: ChatMessage, change: Change): ChatMessage => {
  if (change.kind === 'edit') return { ...message, text: change.text, editedAt: message.at + 1 };
  return change.kind === 'delete' ? { ...message, deletedAt: message.at + 1 } : message;
};

it('finds by index what a scan of all texts finds, in twenty scripts, with edits and deletions', () => {
  const erased = { platform: 'twitch', userId: 'erased' };
  const aMessage = fc.record({ text: aText, change: aChange, leaves: fc.boolean() });
  fc.assert(
    fc.property(
      fc.array(aMessage, { minLength: 5, maxLength: 25 }),
      fc.array(fc.record({ text: aText, from: fc.nat(), length: fc.nat() }), { minLength: 8, maxLength: 8 }),
      (inputs, cuts) => {
        const { database, put } = openJournal();
        const written = inputs.map(({ text, leaves }, number) =>
          aChatMessage(number, { text, userId: leaves ? erased.userId : 'stays' }),
        );
        put(written);
        const now = written.map((message, number) =>
          changed(message, inputs[number]?.change ?? { kind: 'none' }),
        );
        put(now.filter((message, number) => message !== written[number]));
        const eraser = createViewerEraser(database, erased);
        while (eraser.step() === null);
        const held = now.filter(({ userId }) => userId !== erased.userId).toReversed();
        // Parts of current and earlier texts, of texts that never existed, and each text whole.
        const parts = cuts.map(({ text, from, length }, index) => {
          const source = index % 2 === 0 ? (written[from % written.length]?.text ?? text) : text;
          const start = from % source.length;
          return source.slice(start, start + 1 + (length % (source.length - start)));
        });
        for (const query of [...parts, ...now.map(({ text }) => text), ...parts.map((part) => `${part} `)]) {
          const expected = held.filter(({ text }) => matches(text, query)).map(({ id }) => id);
          expect({ query, ids: askIndex(database, query) ?? expected }).toEqual({ query, ids: expected });
          const all = query.trim() === '' ? held.map(({ id }) => id) : expected;
          for (const scanLimit of [10, 20_000]) {
            const ids = selectChat(database, { text: query }, 100, scanLimit).messages.map(({ id }) => id);
            expect({ query, ids }).toEqual({ query, ids: all });
          }
        }
      },
    ),
    { seed: 15, numRuns: 60 },
  );
}, 240_000);

describe('a word far back in the journal', () => {
  const { database, put } = openJournal();
  put([aChatMessage(1, { text: '오늘' }), aChatMessage(2, { text: '今日の配信はとても楽しいですね' })]);
  put(Array.from({ length: 2_001 }, (_, index) => aChatMessage(index + 3)));
  it.each([
    ['오늘', 'message-1'],
    ['늘', 'message-1'],
    ['오늘 ', 'message-1'],
    ['配信', 'message-2'],
    ['信', 'message-2'],
    ['今日の配信はとても楽しいですね', 'message-2'],
  ])('is found by %s', (text, id) => {
    // Only a few of the newest rows are scanned one by one, so that the index answers.
    expect(selectChat(database, { text }, 10, 20).messages.map((message) => message.id)).toEqual([id]);
  });
});

describe('a viewer', () => {
  const { database, put } = openJournal();
  const messages = [
    aChatMessage(1, { userId: '1', userName: 'nightowl_77', displayName: 'Eulalia Night' }),
    aChatMessage(2, { userId: '2', userName: 'chibicompy', displayName: 'ちびコンピ' }),
    aChatMessage(3, { userId: '1', userName: 'nightowl_77', displayName: 'Eulalia on tour' }),
    aChatMessage(4, { userId: '3', userName: 'eulalie', displayName: 'Eulalie' }),
    aChatMessage(5, { userId: '4', userName: 'signs', displayName: '***' }),
  ];
  put(messages);
  const ids = (found: readonly ChatMessage[]): readonly string[] => found.map(({ id }) => id);
  const byUser = (user: string) => ids(selectChat(database, { user }, 10).messages);
  const byName = (name: string) => ids(selectChat(database, { name }, 10).messages);

  it.each([
    ['Eulalia Night', ['message-3', 'message-1']],
    ['@eulalia_night', ['message-3', 'message-1']],
    ['nightowl_77', ['message-3', 'message-1']],
    ['NightOwl_77', ['message-3', 'message-1']],
    ['ちびコンピ', ['message-2']],
    ['ちびｺﾝﾋﾟ', ['message-2']],
    ['chibicompy', ['message-2']],
    ['***', ['message-5']],
    ['Eulalia', []],
  ])('is found by the whole name %s', (name, expected) => {
    expect(byUser(name)).toEqual(expected);
  });

  it.each([
    ['Eulali', ['message-4', 'message-3', 'message-1']],
    ['eulalia ni', ['message-3', 'message-1']],
    ['ちび', ['message-2']],
    ['nightowl', ['message-3', 'message-1']],
    ['night', ['message-3', 'message-1']],
    ['', []],
    ['nobody', []],
  ])('is found by the prefix of a name: %s', (name, expected) => {
    expect(byName(name)).toEqual(expected);
  });

  it('is found by name among messages that wait for the disk', () => {
    expect(ids(searchChat(messages, { user: 'eulalia night' }))).toEqual(['message-1']);
    expect(ids(searchChat(messages, { name: 'ちび' }))).toEqual(['message-2']);
    expect(searchChat(messages, { name: '@' })).toEqual([]);
  });

  it('is not found by any name after the deletion', () => {
    const eraser = createViewerEraser(database, { platform: 'twitch', userId: '1' });
    while (eraser.step() === null);
    expect(byName('Eulalia')).toEqual([]);
    expect(
      database.prepare("SELECT count(*) AS held FROM chatter_names WHERE name LIKE '%night%'").get(),
    ).toEqual({ held: 0 });
  });
});

it('finds a sign without letters in the topic and the source of an event, as in its message', () => {
  const { database } = openJournal();
  createRowWriter(database).write(encodeBatch(1, [{ kind: 'event', record: anEvent(1, { message: 'x' }) }]));
  expect(selectEvents(database, { text: ':' }, 10).events).toHaveLength(1);
  expect(selectEvents(database, { text: '::' }, 10).events).toHaveLength(0);
});
