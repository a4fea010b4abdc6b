import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { MessagePort } from 'node:worker_threads';
import { openForWriting } from './open-database.ts';
import type { Batch, FileFigures, JournalStep, WriterReply, WriterRequest, WriterRole } from './protocol.ts';
import { createPruner } from './prune.ts';
import { createRowWriter } from './row-writer.ts';
import { describeSqliteError, isCorruption, isOutOfReach } from './sqlite-errors.ts';

export interface WriterOptions {
  /** A write-ahead log over this is folded into the database at once instead of when SQLite finds the time. */
  readonly walLimitBytes?: number;
  /** Called after each step: where the crash tests pull the plug. */
  readonly atStep?: (step: JournalStep) => void;
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

const readNumber = (database: DatabaseSync, sql: string): number =>
  Number(database.prepare(sql).get()?.['value'] ?? 0);

/** Serves one database to one asking thread, request by request. Opening is reported first. */
export const runWriter = (
  port: MessagePort,
  { file, now, setAside }: WriterRole,
  { walLimitBytes = 64 * 1024 * 1024, atStep = () => undefined }: WriterOptions = {},
): void => {
  const reply = (message: WriterReply): void => port.postMessage(message);
  const outcome = openForWriting(file, now, setAside);
  if (!outcome.ok) {
    reply({ type: 'opened', report: outcome });
    port.close();
    return;
  }
  const { database } = outcome;
  atStep('opened');
  let eventsHeld = readNumber(database, 'SELECT count(*) AS value FROM events');
  const lastBatch = readNumber(database, "SELECT value FROM meta WHERE key = 'last-batch'");
  const rows = createRowWriter(database);
  const pruner = createPruner(database);
  const rememberBatch = database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('last-batch', ?)");

  const figures = (): FileFigures => ({
    eventsHeld,
    fileBytes: sizeOf(file),
    walBytes: sizeOf(`${file}-wal`),
  });

  const write = (batch: Batch): void => {
    try {
      database.exec('BEGIN IMMEDIATE');
      atStep('transaction-begun');
      const added = rows.write(batch);
      rememberBatch.run(String(batch.number));
      atStep('rows-written');
      database.exec('COMMIT');
      atStep('committed');
      eventsHeld += added;
      if (sizeOf(`${file}-wal`) > walLimitBytes) {
        database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
        atStep('checkpointed');
      }
      reply({ type: 'committed', batch: batch.number, figures: figures() });
    } catch (thrown) {
      if (database.isTransaction) database.exec('ROLLBACK');
      rows.forget();
      reply({
        type: 'failed',
        batch: batch.number,
        message: describeSqliteError(thrown),
        remedy: isCorruption(thrown) ? 'new-file' : isOutOfReach(thrown) ? 'retry' : 'none',
      });
    }
  };

  /** In small transactions with a pause between them, so that records do not wait behind a long clean-up. */
  const prune = (request: Extract<WriterRequest, { type: 'prune' }>, prunedBefore: number): void => {
    try {
      const step = pruner.step(request.now, request.policy, eventsHeld);
      eventsHeld -= step.events;
      atStep('pruned');
      const pruned = prunedBefore + step.rows;
      if (step.rows > 0) setImmediate(() => prune(request, pruned));
      else {
        rows.forget();
        reply({ type: 'pruned', rows: pruned, figures: figures() });
      }
    } catch (thrown) {
      if (database.isTransaction) database.exec('ROLLBACK');
      reply({ type: 'prune-failed', message: describeSqliteError(thrown) });
    }
  };

  port.on('message', (request: WriterRequest) => {
    if (!database.isOpen) return;
    switch (request.type) {
      case 'write':
        write(request.batch);
        break;
      case 'prune':
        prune(request, 0);
        break;
      case 'close':
        database.close();
        reply({ type: 'closed' });
        port.close();
        break;
    }
  });
  reply({ type: 'opened', report: { ok: true, setAside: outcome.setAside, lastBatch, eventsHeld } });
};
