import type { DatabaseSync } from 'node:sqlite';
import { eventLevels } from '#shared/model/index.ts';
import type { EventRow } from './batch.ts';
import type { NameIds } from './row-ids.ts';
import { HourRanges, nextSeq, prepareHours, importRows, type NumberedRow } from './row-numbers.ts';
import { createIndexWriter } from './search-index.ts';

/** Writes events into table and index. The caller owns the transaction. */
export const createEventWriter = (database: DatabaseSync, names: NameIds) => {
  const index = createIndexWriter(database, 'events');
  const insert = database.prepare(
    `INSERT INTO events (seq, id, at, level, topic, source, message, correlation_id, cause_id, data)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
  );
  const idAt = database.prepare('SELECT id FROM events WHERE seq = ?');
  const hourStatement = prepareHours(database, 'event_hours');
  let next = nextSeq(database, 'events');

  const put = (seq: number, row: EventRow, hours: HourRanges): boolean => {
    const { changes } = insert.run(
      seq,
      row.id,
      row.at,
      eventLevels.indexOf(row.level),
      names.get(row.topic),
      names.get(row.source),
      row.message,
      row.correlationId,
      row.causeId,
      row.data,
    );
    if (changes === 0) return false;
    index.add(seq, row.message, row.topic, row.source);
    hours.note(row.at, seq);
    return true;
  };

  return {
    /** Returns the number of new events. An existing event stays unchanged. */
    write(rows: readonly EventRow[]): number {
      const first = next;
      const hours = new HourRanges();
      for (const row of rows) if (put(next, row, hours)) next += 1;
      hours.write(hourStatement);
      return next - first;
    },
    writeIndex: index.write,
    /**
     * Imports events of another file under their old numbers; existing rows stay. Returns the number of new
     * rows.
     */
    importRows: (rows: readonly NumberedRow<EventRow>[]): number => {
      const hours = new HourRanges();
      const done = importRows(rows, next, {
        idAt: (seq) => idAt.get(seq)?.['id'],
        put: (seq, row) => put(seq, row, hours),
      });
      next = done.next;
      index.write();
      hours.write(hourStatement);
      return done.taken;
    },
    forget(): void {
      index.forget();
      next = nextSeq(database, 'events');
    },
  };
};
