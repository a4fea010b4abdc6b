import type { DatabaseSync } from 'node:sqlite';
import { recordKinds } from '../records/index.ts';
import { recordTableSql, type RecordTables } from '../records/record-kind.ts';

/**
 * The journal's tables, as numbered migrations. A released migration is never edited; changes are new
 * migrations.
 *
 * `seq` is the order of arrival and the key for paging: wall clocks jump, arrival does not. The full-text
 * tables contain only their index (contentless) and use `seq` as rowid, so "newest first" needs no sorting.
 * `*_hours` maps hours to ranges of `seq`. It turns a time into a range of `seq` without an index on `at`,
 * and stays correct when the clock was wrong for a while.
 *
 * The tables of records are not listed here: each record kind names the format that adds its table.
 */
const migrations: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  -- Topics, components and channels: few, long and repeated on every row.
  CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

  CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    level INTEGER NOT NULL,
    topic INTEGER NOT NULL REFERENCES names (id),
    source INTEGER NOT NULL REFERENCES names (id),
    message TEXT NOT NULL,
    correlation_id TEXT,
    cause_id TEXT,
    data TEXT NOT NULL
  ) STRICT;
  CREATE INDEX events_by_topic ON events (topic);
  CREATE INDEX events_by_source ON events (source);
  CREATE INDEX events_of_note ON events (seq) WHERE level >= 2;
  CREATE VIRTUAL TABLE events_text USING fts5 (
    message, topic, source,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
  );
  CREATE TABLE event_hours (hour INTEGER PRIMARY KEY, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL) STRICT;

  CREATE TABLE chatters (
    id INTEGER PRIMARY KEY,
    platform TEXT NOT NULL,
    user_id TEXT NOT NULL,
    user_name TEXT NOT NULL COLLATE NOCASE,
    UNIQUE (platform, user_id)
  ) STRICT;
  CREATE INDEX chatters_by_name ON chatters (user_name);

  CREATE TABLE chat (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    channel INTEGER NOT NULL REFERENCES names (id),
    chatter INTEGER NOT NULL REFERENCES chatters (id),
    user_name TEXT NOT NULL,
    text TEXT NOT NULL,
    rest TEXT NOT NULL
  ) STRICT;
  CREATE INDEX chat_by_channel ON chat (channel);
  CREATE INDEX chat_by_chatter ON chat (chatter);
  CREATE VIRTUAL TABLE chat_text USING fts5 (
    text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
  );
  CREATE TABLE chat_hours (hour INTEGER PRIMARY KEY, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL) STRICT;

  CREATE TABLE health_transitions (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    component TEXT NOT NULL,
    state TEXT NOT NULL,
    level TEXT NOT NULL,
    reason TEXT NOT NULL
  ) STRICT;
  CREATE INDEX health_transitions_by_time ON health_transitions (at);
  CREATE INDEX health_transitions_by_component ON health_transitions (component, at);
  `,
  `
  CREATE TABLE metric_rollups (
    component TEXT NOT NULL,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    at INTEGER NOT NULL,
    step_ms INTEGER NOT NULL,
    count INTEGER NOT NULL,
    min REAL NOT NULL,
    max REAL NOT NULL,
    mean REAL NOT NULL,
    UNIQUE (component, name, step_ms, at)
  ) STRICT;
  CREATE INDEX metric_rollups_by_time ON metric_rollups (at);
  `,
  // Digests of deleted viewers, so that no backup restores them. A digest reveals no name.
  `
  CREATE TABLE forgotten_viewers (digest TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  `,
  // Runs of the program, and snapshots of the whole graph; the transitions record the changes between
  // snapshots. Segments of the search index are merged less often during writes, and in quiet moments
  // instead.
  `
  CREATE TABLE runs (started_at INTEGER PRIMARY KEY, seen_at INTEGER NOT NULL) STRICT;
  CREATE TABLE snapshots (
    seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, level TEXT NOT NULL, data TEXT NOT NULL
  ) STRICT;
  CREATE INDEX snapshots_by_time ON snapshots (at);
  CREATE TABLE clean_ups (kind TEXT PRIMARY KEY, at INTEGER NOT NULL, rows INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  ` +
    ['events_text', 'chat_text']
      .map(
        (table) => `
  INSERT INTO ${table} (${table}, rank) VALUES ('automerge', 16);
  INSERT INTO ${table} (${table}, rank) VALUES ('crisismerge', 64);
  INSERT INTO ${table} (${table}, rank) VALUES ('hashsize', 8388608);
  `,
      )
      .join(''),
  // The newest row of each table at known instants. Written only while the time is known, so that ages don't
  // depend on timestamps.
  `
  CREATE TABLE time_marks (
    place TEXT NOT NULL, at INTEGER NOT NULL, last_row INTEGER NOT NULL, PRIMARY KEY (place, at)
  ) STRICT, WITHOUT ROWID;
  `,
  // The program's own tokenizer splits texts; the tokenizer of the index leaves the tokens unchanged. The
  // index is ordered from the newest. Existing rows are reindexed, newest first, from the places stored here.
  // Also adds the names for finding viewers.
  `
  DROP TABLE events_text;
  DROP TABLE chat_text;
  CREATE VIRTUAL TABLE events_words USING fts5 (
    message, topic, source, content = '', contentless_delete = 1, tokenize = 'ascii'
  );
  CREATE VIRTUAL TABLE chat_words USING fts5 (
    text, content = '', contentless_delete = 1, tokenize = 'ascii'
  );
  CREATE TABLE chatter_names (
    name TEXT NOT NULL, chatter INTEGER NOT NULL REFERENCES chatters (id), PRIMARY KEY (name, chatter)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX chatter_names_by_chatter ON chatter_names (chatter);
  ` +
    ['events', 'chat']
      .map(
        (table) => `
  INSERT INTO ${table}_words (${table}_words, rank) VALUES ('automerge', 16);
  INSERT INTO ${table}_words (${table}_words, rank) VALUES ('crisismerge', 64);
  INSERT INTO ${table}_words (${table}_words, rank) VALUES ('hashsize', 8388608);
  INSERT INTO ${table}_words (${table}_words, rank) VALUES ('pgsz', 1000);
  INSERT INTO meta (key, value)
    SELECT 'unindexed-${table}', json_object('upTo', max(seq), 'done', 0, 'total', count(*))
    FROM ${table} HAVING count(*) > 0;
  `,
      )
      .join(''),
];

/** Returns the format of a database with these kinds of records. */
export const schemaVersionWith = (kinds: RecordTables): number =>
  Math.max(migrations.length, ...Object.values(kinds).map(({ since }) => since));

export const schemaVersion = schemaVersionWith(recordKinds);

/** Returns the migration to a format. */
const stepTo = (version: number, kinds: RecordTables): string =>
  Object.values(kinds)
    .filter(({ since }) => since === version)
    .map(({ table }) => recordTableSql(table))
    .join('') + (migrations[version - 1] ?? '');

export const readSchemaVersion = (database: DatabaseSync): number => {
  const row = database.prepare('PRAGMA user_version').get();
  return typeof row?.['user_version'] === 'number' ? row['user_version'] : 0;
};

/**
 * Migrates a database to the current format. Each migration is one transaction, so a kill never leaves one
 * half done.
 */
export const migrate = (
  database: DatabaseSync,
  from = readSchemaVersion(database),
  to?: number,
  kinds: RecordTables = recordKinds,
): void => {
  const target = to ?? schemaVersionWith(kinds);
  for (let version = from + 1; version <= target; version += 1) {
    database.exec('BEGIN IMMEDIATE');
    try {
      database.exec(stepTo(version, kinds));
      database.exec(`PRAGMA user_version = ${version}`);
      database.exec('COMMIT');
    } catch (thrown) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw thrown;
    }
  }
};
