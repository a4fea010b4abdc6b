import type { DatabaseSync } from 'node:sqlite';
import { eventLevels, type EventFilter, type EventRecord } from '#shared/model/index.ts';
import { eventColumns, findEvents } from './find-events.ts';
import type { QueryAnswer } from './protocol.ts';
import { textColumn, parseJsonObject, textOrNull, type Row } from './rows.ts';

/** Decodes a row with {@link eventColumns}. */
export const decodeEvent = (row: Row): EventRecord => ({
  id: textColumn(row, 'id'),
  topic: textColumn(row, 'topic'),
  source: textColumn(row, 'source'),
  level: eventLevels[Number(row['level'])] ?? 'info',
  at: Number(row['at']),
  message: textColumn(row, 'message'),
  correlationId: textOrNull(row, 'correlation_id'),
  causeId: textOrNull(row, 'cause_id'),
  data: parseJsonObject(textColumn(row, 'data')),
});

/** Returns the newest matching events, at most `limit`. */
export const selectEvents = (
  database: DatabaseSync,
  filter: EventFilter,
  limit: number,
  scanLimit?: number,
): Extract<QueryAnswer, { kind: 'events' }> => {
  const rows = findEvents(database, filter, limit + 1, scanLimit);
  const oldest = database.prepare('SELECT at FROM events ORDER BY seq LIMIT 1').get();
  return {
    kind: 'events',
    events: rows.slice(0, limit).map(decodeEvent),
    more: rows.length > limit,
    oldestAt: oldest ? Number(oldest['at']) : null,
  };
};

/** Returns one event by its id; null when the journal doesn't have it. */
export const selectEvent = (database: DatabaseSync, id: string): EventRecord | null => {
  const row = database
    .prepare(
      `SELECT ${eventColumns} FROM events e
       CROSS JOIN names t ON t.id = e.topic CROSS JOIN names s ON s.id = e.source WHERE e.id = ?`,
    )
    .get(id);
  return row ? decodeEvent(row) : null;
};
