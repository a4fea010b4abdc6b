import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ChatFilter } from '#main/journal/index.ts';
import { openForWriting } from '#main/journal/worker/open-database.ts';
import { emptyBatch } from '#main/journal/worker/protocol.ts';
import { createRowWriter } from '#main/journal/worker/row-writer.ts';
import { selectChat } from '#main/journal/worker/select-chat.ts';
import { median, round } from '../measure/compare.ts';
import type { BenchContext } from '../measure/row.ts';
import { createMessageSource, wordOf } from './messages.ts';

const batchRows = 10_000;
const page = 50;

/** Number of messages: ten million with `--full`, or the value of CUELIGHT_BENCH_ROWS. */
const rowsWanted = (full: boolean): number => {
  const given = Number(process.env['CUELIGHT_BENCH_ROWS']);
  if (Number.isInteger(given) && given > 0) return given;
  return full ? 10_000_000 : 200_000;
};

const build = (file: string, rows: number, say: (line: string) => void): void => {
  const opened = openForWriting(file, 0);
  if (!opened.ok) throw new Error(opened.message);
  const { database } = opened;
  // Only while the file is created. The measured part only reads.
  database.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -131072');
  const writer = createRowWriter(database);
  const source = createMessageSource(2);
  const began = performance.now();
  for (let written = 0; written < rows; written += batchRows) {
    database.exec('BEGIN');
    const chat = source(Math.min(batchRows, rows - written));
    writer.write({ ...emptyBatch, chat });
    database.exec('COMMIT');
    if (written > 0 && written % 1_000_000 === 0) say(`T12: ${written} of ${rows} messages made`);
  }
  database.exec("INSERT INTO chat_words (chat_words) VALUES ('optimize')");
  database.close();
  say(`T12: ${rows} messages made in ${Math.round((performance.now() - began) / 1_000)} s`);
};

/**
 * Returns milliseconds of processor time. Nothing here waits, and wall time on a shared machine includes
 * other programs.
 */
const timesOf = (queries: readonly (() => unknown)[]): readonly number[] =>
  queries
    .map((query) => {
      const began = process.cpuUsage();
      query();
      const { user, system } = process.cpuUsage(began);
      return (user + system) / 1_000;
    })
    .toSorted((left, right) => left - right);

/** Measures T12: words, phrases and prefixes over many messages, newest first, against a full scan. */
export const benchSearch = ({ full, wants, print, say }: BenchContext, folder: string): void => {
  if (!wants('T12')) return;
  // Reuses a file that this generator created before, because ten million rows take long.
  const made = process.env['CUELIGHT_BENCH_FILE'];
  const file = made ?? join(folder, 'search.db');
  if (made === undefined) build(file, rowsWanted(full), say);
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = Number(database.prepare('SELECT max(seq) AS rows FROM chat').get()?.['rows']);
  database.function('not_cancelled', () => 1);
  const search = (filter: ChatFilter): readonly string[] =>
    selectChat(database, filter, page).messages.map(({ id }) => id);
  // The same number of words for each frequency. A space after the last word makes it a complete word, not a
  // prefix.
  const ranks = Array.from({ length: 60 }, (_, index) => Math.floor(1.2 ** index) + index);
  const single = timesOf(ranks.map((rank) => () => search({ text: `${wordOf(rank)} ` })));
  const phrase = timesOf(ranks.map((rank) => () => search({ text: `${wordOf(rank)}-${wordOf(rank % 7)} ` })));
  const prefix = timesOf(ranks.map((rank) => () => search({ text: wordOf(rank).slice(0, 3) })));

  const rare = database.prepare(
    `SELECT c.id FROM chat c WHERE ' ' || c.text LIKE ? ORDER BY c.seq DESC LIMIT ${page}`,
  );
  const rareWords = [150_001, 120_007, 90_011].map(wordOf);
  for (const word of rareWords) {
    const scanned = rare.all(`% ${word}%`).map((row) => row['id']);
    if (JSON.stringify(scanned) !== JSON.stringify(search({ text: word })))
      throw new Error(`The search and the scan find different messages for "${word}".`);
  }
  const scan = timesOf(rareWords.map((word) => () => rare.all(`% ${word}%`)));
  const found = timesOf(rareWords.map((word) => () => search({ text: word })));
  database.close();

  const enough = rows >= 10_000_000;
  const p95 = (times: readonly number[]): number => times[Math.floor(times.length * 0.95)] ?? Number.NaN;
  const judge = (met: boolean): boolean | string =>
    enough ? met : `Only ${rows} messages: the target is for ten million. Run it with --full.`;
  for (const [what, times, limit] of [
    ['one word', single, 4],
    ['phrase', phrase, 8],
    ['prefix of three letters', prefix, 25],
  ] as const) {
    print({
      id: 'T12',
      case: `${what}, newest ${page} of ${rows}, p95 of processor time`,
      ours: round(p95(times)),
      rival: null,
      theirs: null,
      unit: 'ms',
      ratio: null,
      target: `<=${limit}`,
      met: judge(p95(times) <= limit),
      rounds: times.length,
    });
  }
  const ratio = median(scan) / median(found);
  print({
    id: 'T12',
    case: `a rare word in ${rows}`,
    ours: round(median(found)),
    rival: 'LIKE scan',
    theirs: round(median(scan)),
    unit: 'ms',
    ratio: round(ratio),
    target: '>=500',
    met: judge(ratio >= 500),
    rounds: rareWords.length,
  });
};
