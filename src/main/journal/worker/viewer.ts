import type { DatabaseSync } from 'node:sqlite';
import { peopleIn, withoutPeople, type PersonFilter } from '#shared/catalogue/people/without-people.ts';
import type { EventRecord } from '#shared/model/index.ts';
import type { DeletedViewer, Viewer } from '../port.ts';
import type { QueryAnswer } from './protocol.ts';
import { textColumn, textOrNull } from './rows.ts';
import { selectChat } from './select-chat.ts';
import { eventColumns } from './find-events.ts';
import { decodeEvent } from './select-events.ts';
import { createIndexWriter } from './search-index.ts';
import { renewMarks } from './time-marks.ts';
import { filterViewers, viewerDigest, ViewerNames } from './people-filter.ts';

const rowsPerStep = 2_000;
/** Maximum size for rewriting the file. A larger file takes too long while records wait. */
const rewriteLimitBytes = 256 * 1024 * 1024;

export const readForgotten = (database: DatabaseSync): ReadonlySet<string> =>
  new Set(
    database
      .prepare('SELECT digest FROM forgotten_viewers')
      .all()
      .map((row) => textColumn(row, 'digest')),
  );

const eventsWithNames = 'events e CROSS JOIN names t ON t.id = e.topic CROSS JOIN names s ON s.id = e.source';

/** Collects every name of a viewer: from their messages, and from events that contain their id. */
export const findNames = (database: DatabaseSync, viewer: Viewer): ViewerNames => {
  const { platform, userId } = viewer;
  const names = new ViewerNames(viewer);
  const written = database
    .prepare(
      `SELECT DISTINCT c.user_name AS name, json_extract(c.rest, '$.displayName') AS display
       FROM chat c JOIN chatters p ON p.id = c.chatter WHERE p.platform = ? AND p.user_id = ?
       UNION SELECT user_name, NULL FROM chatters WHERE platform = ? AND user_id = ?`,
    )
    .all(platform, userId, platform, userId);
  for (const row of written)
    names.add({ login: textColumn(row, 'name'), displayName: textOrNull(row, 'display') });
  const naming = database
    .prepare(`SELECT ${eventColumns} FROM ${eventsWithNames} WHERE instr(e.data, ?) > 0`)
    .iterate(JSON.stringify(userId));
  for (const row of naming) peopleIn(decodeEvent(row)).forEach((person) => names.addIfSame(person));
  return names;
};

interface ChangedEvent {
  readonly seq: number;
  readonly event: EventRecord;
  readonly message: string;
  readonly data: string;
}

/** Scans one step of events and returns those that mention the viewer. */
const scanEvents = (
  database: DatabaseSync,
  filter: PersonFilter,
  after: number,
): { readonly found: readonly ChangedEvent[]; readonly after: number | null } => {
  const rows = database
    .prepare(
      `SELECT e.seq, ${eventColumns} FROM ${eventsWithNames}
       WHERE e.seq > CAST(? AS INTEGER) ORDER BY e.seq LIMIT ?`,
    )
    .all(after, rowsPerStep);
  const found = rows.flatMap((row): readonly ChangedEvent[] => {
    const event = decodeEvent(row);
    const cleaned = withoutPeople(event, filter);
    return cleaned === null
      ? []
      : [
          {
            seq: Number(row['seq']),
            event,
            message: cleaned.message,
            data: JSON.stringify(cleaned.data),
          },
        ];
  });
  return { found, after: rows.length < rowsPerStep ? null : Number(rows.at(-1)?.['seq']) };
};

/** Returns everything stored about one viewer: their messages, and the events that mention them. */
export const selectViewer = (
  database: DatabaseSync,
  viewer: Viewer,
): Extract<QueryAnswer, { kind: 'viewer' }> => {
  const names = findNames(database, viewer);
  const filter = filterViewers([names.known]);
  const events: EventRecord[] = [];
  for (let after: number | null = 0; after !== null;) {
    const step: ReturnType<typeof scanEvents> = scanEvents(database, filter, after);
    events.push(...step.found.map(({ event }) => event));
    after = step.after;
  }
  const { messages } = selectChat(
    database,
    { user: viewer.userId, platform: viewer.platform },
    Number.MAX_SAFE_INTEGER,
  );
  return {
    kind: 'viewer',
    // A name may equal another viewer's id, so only messages with exactly this id are theirs.
    record: {
      ...viewer,
      names: [...names.all],
      messages: messages.filter(({ userId }) => userId === viewer.userId).toReversed(),
      events,
    },
  };
};

/**
 * Deletes a viewer: every message with its index entries, and their names and id in every event. The events
 * stay, because they document the show. Works in small transactions, and finally rewrites the file if it is
 * small enough.
 */
export const createViewerEraser = (database: DatabaseSync, viewer: Viewer) => {
  const names = findNames(database, viewer);
  const filter = filterViewers([names.known]);
  let after: number | null = 0;
  let messages = 0;
  let events = 0;
  let thorough = false;
  const fileBytes = (): number =>
    Number(
      database
        .prepare('SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size')
        .get()?.['bytes'],
    );

  const eraseMessages = (): number => {
    const rows = database
      .prepare(
        `SELECT c.seq FROM chat c JOIN chatters p ON p.id = c.chatter
         WHERE p.platform = ? AND p.user_id = ? LIMIT ?`,
      )
      .all(viewer.platform, viewer.userId, rowsPerStep);
    const eraseRow = database.prepare('DELETE FROM chat WHERE seq = ?');
    const index = createIndexWriter(database, 'chat');
    for (const row of rows) {
      eraseRow.run(Number(row['seq']));
      index.remove(Number(row['seq']));
    }
    return rows.length;
  };
  const cleanEvents = (from: number): void => {
    const step = scanEvents(database, filter, from);
    const update = database.prepare('UPDATE events SET message = ?, data = ? WHERE seq = ?');
    const index = createIndexWriter(database, 'events');
    for (const { seq, event, message, data } of step.found) {
      update.run(message, data, seq);
      index.replace(seq, message, event.topic, event.source);
    }
    index.write();
    events += step.found.length;
    after = step.after;
  };
  /**
   * Cleans up. The words of a deleted row stay in the index until its segments are merged, and its bytes in
   * the file until they are overwritten.
   */
  const finish = (): void => {
    database.exec('BEGIN IMMEDIATE');
    database
      .prepare(
        'DELETE FROM chatter_names WHERE chatter IN (SELECT id FROM chatters WHERE platform = ? AND user_id = ?)',
      )
      .run(viewer.platform, viewer.userId);
    database
      .prepare('DELETE FROM chatters WHERE platform = ? AND user_id = ?')
      .run(viewer.platform, viewer.userId);
    database.prepare('INSERT OR IGNORE INTO forgotten_viewers (digest) VALUES (?)').run(viewerDigest(viewer));
    database.exec("INSERT INTO chat_words (chat_words) VALUES ('optimize')");
    database.exec("INSERT INTO events_words (events_words) VALUES ('optimize')");
    database.exec('COMMIT');
    // Copies of rows that SQLite moved within the file are overwritten only when the whole file is rewritten.
    thorough = fileBytes() <= rewriteLimitBytes;
    database.exec(thorough ? 'VACUUM' : 'PRAGMA incremental_vacuum');
    if (thorough) renewMarks(database);
    database.exec('PRAGMA secure_delete = OFF; PRAGMA wal_checkpoint(TRUNCATE)');
  };

  database.exec('PRAGMA secure_delete = ON');
  return {
    /** Runs one bounded step. Returns the counts when everything is done. */
    step(): DeletedViewer | null {
      if (after === null) {
        finish();
        return { messages, events, thorough };
      }
      database.exec('BEGIN IMMEDIATE');
      const erased = eraseMessages();
      messages += erased;
      if (erased < rowsPerStep) cleanEvents(after);
      database.exec('COMMIT');
      return null;
    },
  };
};
