import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '#shared/model/index.ts';
import { encodeBatch } from '../encode-batch.ts';
import {
  aChatMessage,
  anEvent,
  createJournalFixture,
  eventually,
  valueOf,
} from '../testing/journal-fixture.ts';
import { createReindexer } from './reindex.ts';
import { createRowWriter } from './row-writer.ts';
import { migrate, schemaVersion } from './schema.ts';
import { selectChat } from './select-chat.ts';
import { selectEvents } from './select-events.ts';
import { createViewerEraser } from './viewer.ts';

/** The last format before the program's own tokenizer. */
const before = 4;

/** Fills a journal in that format. */
const fillOld = (database: DatabaseSync, rows: number): void => {
  migrate(database, 0, before);
  database.exec(`
    INSERT INTO names (id, name) VALUES (1, 'bridge.connected'), (2, 'obs:main'), (3, 'the_stage');
    INSERT INTO chatters (id, platform, user_id, user_name) VALUES (1, 'twitch', '1', 'nightowl_77'), (2, 'twitch', '2', 'heron');
    INSERT INTO chat_hours (hour, first_seq, last_seq) VALUES (${Math.floor(aChatMessage(1).at / 3_600_000)}, 1, ${rows});
    BEGIN`);
  const chat = database.prepare(
    'INSERT INTO chat (seq, id, at, channel, chatter, user_name, text, rest) VALUES (?, ?, ?, 3, ?, ?, ?, ?)',
  );
  const chatText = database.prepare('INSERT INTO chat_text (rowid, text) VALUES (?, ?)');
  const event = database.prepare(
    "INSERT INTO events (seq, id, at, level, topic, source, message, data) VALUES (?, ?, ?, 1, 1, 2, ?, '{}')",
  );
  const eventText = database.prepare(
    'INSERT INTO events_text (rowid, message, topic, source) VALUES (?, ?, ?, ?)',
  );
  for (let number = 1; number <= rows; number += 1) {
    const author = number % 2 === 0 ? 2 : 1;
    const userName = author === 1 ? 'nightowl_77' : 'heron';
    const text = `今日の配信 number${number}`;
    const { id, at } = aChatMessage(number);
    // Extra fields in `rest`; the columns win over them.
    const rest = aChatMessage(number, { displayName: author === 1 ? 'Eulalia Night' : 'Heron' });
    chat.run(number, id, at, author, userName, text, JSON.stringify(rest));
    chatText.run(number, text);
    const happened = anEvent(number, { message: `오늘 number${number}` });
    event.run(number, happened.id, happened.at, happened.message);
    eventText.run(number, happened.message, 'bridge.connected', 'obs:main');
  }
  database.exec('COMMIT');
};

const openOld = (rows: number) => {
  const database = new DatabaseSync(':memory:');
  fillOld(database, rows);
  migrate(database);
  database.function('not_cancelled', () => 1);
  // Only the newest row is scanned without the index.
  const find = (filter: { text?: string; name?: string }): readonly string[] =>
    selectChat(database, filter, 10_000, 1).messages.map(({ id }) => id);
  return { database, find };
};

const finish = (database: DatabaseSync): void => {
  const reindexer = createReindexer(database);
  while (reindexer?.step());
};

describe('the index of an older journal', () => {
  it('is rebuilt: it finds words inside sentences, events and display names of older rows', () => {
    const { database, find } = openOld(2_500);
    expect(find({ text: '配信 ' })).toEqual([]);
    finish(database);
    expect(find({ text: '配信 ' })).toHaveLength(2_500);
    expect(find({ text: 'number1 ' })).toEqual(['message-1']);
    expect(find({ name: 'eulalia' })).toHaveLength(1_250);
    expect(selectEvents(database, { text: '늘 number7 ' }, 10, 1).events.map(({ id }) => id)).toEqual([
      anEvent(7).id,
    ]);
    expect(createReindexer(database)).toBeNull();
  });

  it('grows from the newest row, reports its progress, and continues after a kill', () => {
    const { database, find } = openOld(2_500);
    const first = createReindexer(database);
    expect(first?.share).toBe(0);
    // Three steps for events, then chat.
    for (let step = 0; step < 4; step += 1) expect(first?.step()).toBe(true);
    expect(first?.share).toBeCloseTo(0.7);
    expect(find({ text: '配信 ' })).toHaveLength(1_000);
    expect(find({ text: '配信 ' })[0]).toBe('message-2500');

    // The kill rolls back the uncommitted step.
    const again = createReindexer(database);
    expect(again?.share).toBeCloseTo(0.7);
    expect(again?.step()).toBe(true);
    expect(find({ text: '配信 ' })).toHaveLength(2_000);
    expect(again?.step()).toBe(false);
    expect(again?.share).toBe(1);
    expect(find({ text: '配信 ' })).toHaveLength(2_500);
  });

  it('contains the current words of rows that are written, edited, deleted and expired meanwhile', () => {
    const { database, find } = openOld(2_500);
    const writer = createRowWriter(database);
    const put = (...messages: readonly ChatMessage[]): void => {
      writer.write(
        encodeBatch(
          1,
          messages.map((record) => ({ kind: 'chat' as const, record })),
        ),
      );
    };
    const reindexer = createReindexer(database);
    for (let step = 0; step < 4; step += 1) reindexer?.step();
    const theirs = { userId: '2', userName: 'heron', displayName: 'Heron' };
    put(aChatMessage(9_001, { ...theirs, text: '新しい配信' }));
    // One row that is already indexed, and one that isn't.
    put(
      aChatMessage(2_400, { ...theirs, text: '編集', editedAt: 1 }),
      aChatMessage(100, { ...theirs, text: '編集', editedAt: 1 }),
    );
    expect(find({ text: '編集' })).toEqual(['message-2400', 'message-100']);
    const eraser = createViewerEraser(database, { platform: 'twitch', userId: '1' });
    while (eraser.step() === null);
    while (reindexer?.step());
    expect(find({ text: '編集' })).toEqual(['message-2400', 'message-100']);
    expect(find({ text: 'number100 ' })).toEqual([]);
    expect(find({ text: '新しい' })).toEqual(['message-9001']);
    expect(find({ text: '配信 ' })).toHaveLength(1_250 - 2 + 1);
    expect(find({ name: 'eulalia' })).toEqual([]);
    database.exec("INSERT INTO chat_words (chat_words, rank) VALUES ('integrity-check', 0)");
  });

  it('rolls back a failed step and retries it', () => {
    const { database, find } = openOld(1_500);
    const reindexer = createReindexer(database);
    database.exec(
      "CREATE TRIGGER full BEFORE UPDATE ON meta BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
    );
    expect(() => reindexer?.step()).toThrow('the disk is full');
    reindexer?.undo();
    expect(reindexer?.share).toBe(0);
    database.exec('DROP TRIGGER full');
    while (reindexer?.step());
    expect(find({ text: 'number1 ' })).toEqual(['message-1']);
    expect(find({ text: '配信 ' })).toHaveLength(1_500);
  });

  it('needs no rebuild in a new journal', () => {
    const database = new DatabaseSync(':memory:');
    migrate(database);
    expect(createReindexer(database)).toBeNull();
    expect(schemaVersion).toBeGreaterThan(before);
  });
});

it('answers and accepts records while an older journal is indexed, reports the share, and finishes', async () => {
  await using fixture = createJournalFixture();
  const old = new DatabaseSync(fixture.file);
  fillOld(old, 6_000);
  old.close();
  const journal = await fixture.open();
  const share = journal.stats().indexed;
  expect(share).toBeLessThan(1);
  journal.appendChat(aChatMessage(9_001, { text: '新しい配信' }));
  const found = valueOf(await journal.queryChat({ text: '新しい' }, 10));
  expect(found.map(({ id }) => id)).toEqual(['message-9001']);
  await eventually(() => journal.stats().indexed === 1, 'the older records were indexed');
  expect(valueOf(await journal.queryChat({ text: 'number1 ' }, 10)).map(({ id }) => id)).toContain(
    'message-1',
  );
  expect(valueOf(await journal.queryChat({ text: '配信 ' }, 10_000))).toHaveLength(6_001);
  expect(valueOf(await journal.queryChat({ user: 'Eulalia Night' }, 10_000))).toHaveLength(3_000);
});
