import type { DatabaseSync } from 'node:sqlite';
import { dayMs } from '#shared/kernel/index.ts';
import type { HoldingKind } from '#shared/model/index.ts';
import { recordKinds } from '../records/index.ts';
import type { RecordTables } from '../records/record-kind.ts';
import type { RetentionPolicy } from '../retention.ts';
import { createAgedPruner } from './prune-aged.ts';
import { createCountedPruner } from './prune-counted.ts';
import { cleanedAtKey } from './select-holdings.ts';
import { tidyMarks } from './time-marks.ts';

const rowsPerStep = 2_000;
const pagesPerStep = 200;

/** Deletes rows beyond their limits, a bounded number per step. */
export const createPruner = (database: DatabaseSync, kinds: RecordTables = recordKinds) => {
  const { pruneTable, seqAfterOldest } = createCountedPruner(database, rowsPerStep);
  const pruneOld = createAgedPruner(database, rowsPerStep, kinds);
  const noteKind = database.prepare(
    `INSERT INTO clean_ups (kind, at, rows) VALUES (?, ?, ?)
     ON CONFLICT (kind) DO UPDATE SET
       rows = excluded.rows + CASE WHEN at = excluded.at THEN rows ELSE 0 END, at = excluded.at`,
  );
  const noteTime = database.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
  /** Records the deleted rows of a clean-up; the steps of one clean-up add up. */
  const note = (now: number, deleted: Readonly<Record<HoldingKind, number>>): void => {
    for (const [kind, rows] of Object.entries(deleted)) if (rows > 0) noteKind.run(kind, now, rows);
    noteTime.run(cleanedAtKey, String(now));
  };

  return {
    /**
     * Deletes rows in one small transaction, or nothing (`rows: 0`) when all limits are met. `ageNow` is the
     * current time, from which ages are computed; null while it is in doubt, and then rows are deleted by
     * number alone.
     */
    step(
      now: number,
      ageNow: number | null,
      policy: RetentionPolicy,
      held: { readonly events: number; readonly chat: number },
    ): { readonly rows: number; readonly events: number; readonly chat: number } {
      database.exec('BEGIN IMMEDIATE');
      const cut = (days: number): number | null => (ageNow === null ? null : ageNow - days * dayMs);
      const events = pruneTable(
        'events',
        cut(policy.eventDays),
        seqAfterOldest('events', held.events - policy.eventRows),
      );
      const chat = pruneTable(
        'chat',
        cut(policy.chatDays),
        seqAfterOldest('chat', held.chat - policy.chatRows),
      );
      const old = ageNow === null ? { health: 0, records: 0, metrics: 0 } : pruneOld(ageNow, policy);
      if (ageNow !== null) {
        tidyMarks(database, 'events', ageNow - policy.eventDays * dayMs);
        tidyMarks(database, 'chat', ageNow - policy.chatDays * dayMs);
      }
      const deleted = { events, chat, ...old };
      note(now, deleted);
      database.exec('COMMIT');
      const rows = Object.values(deleted).reduce((sum, count) => sum + count, 0);
      if (rows > 0) database.exec(`PRAGMA incremental_vacuum(${pagesPerStep})`);
      return { rows, events, chat };
    },
  };
};
