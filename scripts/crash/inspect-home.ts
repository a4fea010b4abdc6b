import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { secretNumber, type Counters } from './home-content.ts';

/** The report of a start after a kill. */
export const startReportSchema = z.object({
  journal: z.string().nullable(),
  settings: z.string().nullable(),
  counter: z.number(),
  secret: z.string().nullable(),
});

export interface Inspection {
  readonly held: Counters;
  /** Problems as sentences; empty when the home is intact. */
  readonly lost: readonly string[];
  readonly corrupt: readonly string[];
  readonly orphans: readonly string[];
}

/** Returns true for files that may be in a home while the program runs. */
const known = [
  /^journal\.db(?:-wal|-shm)?$/,
  /^settings(?:\.last-good)?\.json$/,
  /^settings\.history$/,
  /^settings\.history\/\d{15}(?:-[a-z]+)?(?:-\d+)?\.json$/,
  /^vault\.(?:json|key)$/,
  /^clock\.json$/,
  // The next backup deletes an interrupted one.
  /^backups(?:\/.*)?$/,
];

const listOrphans = (home: string): readonly string[] =>
  readdirSync(home, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => !known.some((pattern) => pattern.test(name)));

/** Returns sentences for backups that have disappeared. */
export const missingBackups = (home: string, known: ReadonlySet<string>): readonly string[] =>
  [...known]
    .filter((id) => !existsSync(join(home, 'backups', id, 'manifest.json')))
    .map((id) => `The backup ${id} is gone.`);

const numbersHeld = (database: DatabaseSync, table: string, prefix: string) => {
  const row = database
    .prepare(
      `SELECT count(*) AS count, count(DISTINCT id) AS ids, coalesce(max(CAST(substr(id, ?) AS INTEGER)), 0) AS highest FROM ${table}`,
    )
    .get(prefix.length + 1);
  return { count: Number(row?.['count']), ids: Number(row?.['ids']), highest: Number(row?.['highest']) };
};

/** Compares a home, reopened after a kill, with everything acknowledged before it. */
export const inspectHome = (home: string, reportLine: string, acknowledged: Counters): Inspection => {
  const lost: string[] = [];
  const corrupt: string[] = [];
  const report = startReportSchema.parse(JSON.parse(reportLine));
  if (report.journal !== null) corrupt.push(report.journal);
  if (report.settings !== null) corrupt.push(report.settings);
  const secret = secretNumber(report.secret);
  if (Number.isNaN(secret)) corrupt.push(`The secret reads "${report.secret}".`);

  const database = new DatabaseSync(join(home, 'journal.db'), { readOnly: true });
  const events = numbersHeld(database, 'events', 'event-');
  const chat = numbersHeld(database, 'chat', 'message-');
  for (const [name, { count, ids, highest }] of Object.entries({ events, chat })) {
    if (ids !== count) corrupt.push(`${count - ids} of the ${name} are stored twice.`);
    if (ids !== highest) lost.push(`${highest - ids} of ${highest} ${name} are missing.`);
  }
  const verdict = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  if (verdict !== 'ok') corrupt.push(`The database is damaged: ${String(verdict)}.`);
  const indexed = database
    .prepare("SELECT count(*) AS count FROM events_words WHERE events_words MATCH 'number'")
    .get();
  if (Number(indexed?.['count']) !== events.count) {
    corrupt.push(`The search knows ${String(indexed?.['count'])} of ${events.count} events.`);
  }
  database.close();

  const held: Counters = {
    event: events.highest,
    chat: chat.highest,
    settings: report.counter,
    vault: secret,
  };
  for (const [name, number] of Object.entries(acknowledged)) {
    const reached = Object.entries(held).find(([other]) => other === name)?.[1] ?? 0;
    if (reached < number) lost.push(`${name} ${number} was acknowledged, but ${reached} is there.`);
  }
  // There is one writer with one write at a time, so at most one write is ahead of the last acknowledgement.
  if (held.settings > acknowledged.settings + 1) corrupt.push(`The settings read ${held.settings}.`);
  if (held.vault > acknowledged.vault + 1) corrupt.push(`The secret reads ${held.vault}.`);
  return { held, lost, corrupt, orphans: listOrphans(home) };
};
