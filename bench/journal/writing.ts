import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { createNameWriter } from '#main/journal/worker/chatter-names.ts';
import { createRowWriter } from '#main/journal/worker/row-writer.ts';
import { mirrored } from '#main/journal/worker/search-index.ts';
import { openForWriting } from '#main/journal/worker/open-database.ts';
import { emptyBatch, type ChatRow } from '#main/journal/worker/protocol.ts';
import { compare, round } from '../measure/compare.ts';
import type { BenchContext } from '../measure/row.ts';
import { chatterCount, createMessageSource } from './messages.ts';

const batchRows = 2_000;
const preparedBatches = 100;

/**
 * An open journal in which every chatter has written before, because the bare loop has their row ids
 * hard-coded.
 */
const openWithChatters = (file: string): DatabaseSync => {
  const opened = openForWriting(file, 0);
  if (!opened.ok) throw new Error(opened.message);
  const { database } = opened;
  const channel = database.prepare('INSERT INTO names (id, name) VALUES (?, ?)');
  const chatter = database.prepare(
    "INSERT INTO chatters (id, platform, user_id, user_name) VALUES (?, 'twitch', ?, ?)",
  );
  const addName = createNameWriter(database);
  database.exec('BEGIN');
  for (let number = 0; number < 5; number += 1) channel.run(number + 1, `channel-${number}`);
  for (let id = 0; id < chatterCount; id += 1) {
    chatter.run(id + 1, String(id), `viewer_${id}`);
    addName(id + 1, `viewer_${id}`, `Viewer_${id}`);
  }
  database.exec('COMMIT');
  return database;
};

/** The rival: the same tables, indexes and settings, filled by the shortest loop that node:sqlite allows. */
const createBareLoop = (file: string) => {
  const database = openWithChatters(file);
  const chat = database.prepare(
    'INSERT INTO chat (seq, id, at, channel, chatter, user_name, text, rest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  // Uses the same numbers in the index, so that both write the same number of bytes.
  const text = database.prepare(
    `INSERT INTO chat_words (rowid, text) VALUES (${mirrored('CAST(? AS INTEGER)')}, ?)`,
  );
  let seq = 1;
  return {
    database,
    write: (rows: readonly ChatRow[]): void => {
      database.exec('BEGIN IMMEDIATE');
      for (const row of rows) {
        const channel = Number(row.channel.slice(-1)) + 1;
        chat.run(seq, row.id, row.at, channel, Number(row.userId) + 1, row.userName, row.text, row.rest);
        seq += 1;
      }
      for (const [index, row] of rows.toReversed().entries()) text.run(seq - 1 - index, row.text);
      database.exec('COMMIT');
    },
  };
};

const contentOf = (database: DatabaseSync, word: string): string =>
  JSON.stringify([
    database.prepare('SELECT count(*) AS rows, max(at) AS at, sum(length(text)) AS text FROM chat').get(),
    database.prepare('SELECT count(*) AS found FROM chat_words WHERE chat_words MATCH ?').get(word),
  ]);

/** Measures T11: the journal's own writer against a bare loop over the same tables, both with FULL sync. */
export const benchWriting = async ({ wants, print, say }: BenchContext, folder: string): Promise<void> => {
  if (!wants('T11')) return;
  const source = createMessageSource(1);
  const batches = Array.from({ length: preparedBatches }, () => source(batchRows));
  const database = openWithChatters(join(folder, 'ours.db'));
  const writer = createRowWriter(database);
  const bare = createBareLoop(join(folder, 'bare.db'));
  const writeOurs = (rows: readonly ChatRow[], number: number): void => {
    database.exec('BEGIN IMMEDIATE');
    writer.write({ ...emptyBatch, number, chat: rows });
    database.exec('COMMIT');
  };
  for (const rows of batches.slice(0, 3)) {
    writeOurs(rows, 0);
    bare.write(rows);
  }
  const word = batches[0]?.[0]?.text.split(' ')[0] ?? '';
  if (contentOf(database, word) !== contentOf(bare.database, word))
    throw new Error('The journal and the bare loop wrote different rows.');

  say('T11: writing batches of 2,000 messages with two indexes and full-text search, FULL sync');
  let next = 0;
  const take = (): readonly ChatRow[] => batches[next++ % batches.length] ?? [];
  const began = performance.now();
  let rowsOurs = 0;
  const timings = await compare(
    {
      ours: (times) => {
        for (let time = 0; time < times; time += 1) writeOurs(take(), time);
        rowsOurs += times * batchRows;
      },
      bare: (times) => {
        for (let time = 0; time < times; time += 1) bare.write(take());
      },
    },
    { rounds: 7, roundMs: 400 },
  );
  say(`T11: ${rowsOurs} rows of ours among ${Math.round(performance.now() - began)} ms of wall time`);
  const perSecond = (nanoseconds: number): number => round((batchRows * 1e9) / nanoseconds);
  const ratio = timings.bare.median / timings.ours.median;
  print({
    id: 'T11',
    case: 'batched insert, processor time',
    ours: perSecond(timings.ours.median),
    rival: 'bare node:sqlite loop',
    theirs: perSecond(timings.bare.median),
    unit: 'rows/s',
    ratio: round(ratio),
    target: '>=0.7 of the bare loop and >=90000 rows/s',
    met: ratio >= 0.7 && perSecond(timings.ours.median) >= 90_000,
    spread: [round(timings.ours.spread), round(timings.bare.spread)],
    rounds: timings.ours.rounds,
  });
  database.close();
  bare.database.close();
};
