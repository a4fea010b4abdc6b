import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { deserialize, serialize } from 'node:v8';
import type { MessagePort } from 'node:worker_threads';
import { busyTimeoutMs, openForWriting } from './open-database.ts';
import type { Batch, FileFigures, JournalStep, WriterReply, WriterRequest, WriterRole } from './protocol.ts';
import { createIndexKeeper } from './index-keeper.ts';
import { unpackBatch } from './packed-batch.ts';
import { createPruner } from './prune.ts';
import type { Viewer } from '../port.ts';
import { startReindexing } from './reindex.ts';
import { createRowWriter } from './row-writer.ts';
import { createSalvage, planSalvage } from './salvage.ts';
import { describeSqliteError, isCorruption, isOutOfReach } from './sqlite-errors.ts';
import { markTime } from './time-marks.ts';
import { createViewerEraser } from './viewer.ts';

export interface WriterOptions {
  /** A write-ahead log over this is folded into the database at once instead of when SQLite finds the time. */
  readonly walLimitBytes?: number;
  /** Called after each step: where the crash tests pull the plug. */
  readonly atStep?: (step: JournalStep) => void;
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** A pinned log is tried again this often at the most: each try may wait for the reader. */
const checkpointEveryMs = 1_000;
const checkpointWaitMs = 100;
/** So long nothing is written until the search index is tidied, and so long after each step of it. */
const quietMs = 2_000;
const tidyPauseMs = 20;

const readNumber = (database: DatabaseSync, sql: string): number =>
  Number(database.prepare(sql).get()?.['value'] ?? 0);

/** Serves one database to one asking thread, request by request. Opening is reported first. */
export const runWriter = (
  port: MessagePort,
  { file, now, setAside }: WriterRole,
  { walLimitBytes = 64 * 1024 * 1024, atStep = () => undefined }: WriterOptions = {},
): void => {
  const reply = (message: WriterReply): void => port.postMessage(serialize(message));
  const outcome = openForWriting(file, now, setAside);
  if (!outcome.ok) {
    reply({
      type: 'opened',
      report: outcome,
    });
    port.close();
    return;
  }
  const { database } = outcome;
  atStep('opened');
  let eventsHeld = readNumber(database, 'SELECT count(*) AS value FROM events');
  const lastBatch = readNumber(database, "SELECT value FROM meta WHERE key = 'last-batch'");
  const rows = createRowWriter(database);
  const pruner = createPruner(database);
  const indexKeeper = createIndexKeeper(database);
  const rememberBatch = database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('last-batch', ?)");

  let walPinned = false;
  let checkpointTriedAt = 0;
  let salvage = createSalvage(database, rows);
  const reindexing = startReindexing(database, () => {
    checkpoint();
    reply({ type: 'indexed', asked: false, figures: figures() });
    awaitQuiet();
  });

  const figures = (): FileFigures => ({
    eventsHeld,
    fileBytes: sizeOf(file),
    walBytes: sizeOf(`${file}-wal`),
    walPinned,
    indexed: reindexing.share,
  });

  /** Folds a log over its limit into the database. It cannot be done while somebody still reads from before it. */
  const checkpoint = (): void => {
    if (sizeOf(`${file}-wal`) <= walLimitBytes) {
      walPinned = false;
      return;
    }
    const now = performance.now();
    if (walPinned && now - checkpointTriedAt < checkpointEveryMs) return;
    checkpointTriedAt = now;
    database.exec(`PRAGMA busy_timeout = ${checkpointWaitMs}`);
    const outcome = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    walPinned = Number(outcome?.['busy']) !== 0;
    if (!walPinned) atStep('checkpointed');
  };

  let quiet: NodeJS.Timeout | undefined;
  const tidyIndex = (): void => {
    quiet = undefined;
    if (!database.isOpen) return;
    try {
      if (indexKeeper.step()) quiet = setTimeout(tidyIndex, tidyPauseMs);
    } catch {
      // A full or locked disk. The index works as it is; the next quiet moment comes.
    }
    checkpoint();
  };
  /** Whenever nothing was written for a while. */
  const awaitQuiet = (): void => {
    clearTimeout(quiet);
    quiet = setTimeout(tidyIndex, quietMs);
  };

  const write = (batch: Batch): void => {
    try {
      database.exec('BEGIN IMMEDIATE');
      atStep('transaction-begun');
      const added = rows.write(batch);
      rememberBatch.run(String(batch.number));
      atStep('rows-written');
      database.exec('COMMIT');
      atStep('committed');
      eventsHeld += added.events;
      checkpoint();
      const { changedChat } = added;
      reply({ type: 'committed', batch: batch.number, figures: figures(), changedChat });
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
  const prune = (
    request: Extract<WriterRequest, { type: 'prune' }>,
    prunedBefore: number,
    chatCounted: number | null,
  ): void => {
    if (!database.isOpen) return;
    try {
      // Counted with each round rather than with each message.
      const chatHeld = chatCounted ?? readNumber(database, 'SELECT count(*) AS value FROM chat');
      const step = pruner.step(request.now, request.ageNow, request.policy, {
        events: eventsHeld,
        chat: chatHeld,
      });
      eventsHeld -= step.events;
      atStep('pruned');
      const pruned = prunedBefore + step.rows;
      if (step.rows > 0) setImmediate(() => prune(request, pruned, chatHeld - step.chat));
      else {
        rows.forget();
        reply({ type: 'pruned', rows: pruned, figures: figures() });
      }
    } catch (thrown) {
      if (database.isTransaction) database.exec('ROLLBACK');
      reply({ type: 'prune-failed', message: describeSqliteError(thrown) });
    }
  };

  /** In small transactions like {@link prune}: what happens now goes before what happened once. */
  const rescue = (asked: boolean): void => {
    if (!salvage || !database.isOpen) return;
    try {
      const { events, report } = salvage.step();
      eventsHeld += events;
      checkpoint();
      if (!report) {
        setImmediate(rescue, asked);
        return;
      }
      salvage = null;
      reply({ type: 'salvaged', asked, ...report, figures: figures() });
    } catch (thrown) {
      if (database.isTransaction) database.exec('ROLLBACK');
      rows.forget();
      salvage?.close();
      salvage = null;
      // A full or locked disk: the next start goes on where this stopped.
      reply({ type: 'salvage-failed', asked, message: describeSqliteError(thrown) });
    }
  };
  const takeIn = (source: string): void => {
    if (salvage) {
      reply({ type: 'salvage-failed', asked: true, message: 'records of another file are being taken over' });
      return;
    }
    try {
      planSalvage(database, source);
      salvage = createSalvage(database, rows);
    } catch (thrown) {
      reply({ type: 'salvage-failed', asked: true, message: describeSqliteError(thrown) });
      return;
    }
    rescue(true);
  };

  const noteTime = (at: number, corrected: boolean): void => {
    try {
      markTime(database, at, corrected);
    } catch {
      // A full or locked disk. Without this mark rows go by the next one, which is later: they are kept longer.
      if (database.isTransaction) database.exec('ROLLBACK');
    }
    reply({ type: 'time-marked' });
  };

  const deleteViewer = (viewer: Viewer): void => {
    const failed = (thrown: unknown): void => {
      if (database.isTransaction) database.exec('ROLLBACK');
      if (database.isOpen) database.exec('PRAGMA secure_delete = OFF');
      reply({ type: 'viewer-not-deleted', message: describeSqliteError(thrown) });
    };
    const goOn = (eraser: ReturnType<typeof createViewerEraser>): void => {
      try {
        if (!database.isOpen) return;
        const deleted = eraser.step();
        if (!deleted) {
          setImmediate(goOn, eraser);
          return;
        }
        rows.forget();
        reply({ type: 'viewer-deleted', deleted, figures: figures() });
      } catch (thrown) {
        failed(thrown);
      }
    };
    try {
      goOn(createViewerEraser(database, viewer));
    } catch (thrown) {
      failed(thrown);
    }
  };

  port.on('message', (body: Uint8Array) => {
    if (!database.isOpen) return;
    const request: WriterRequest = deserialize(body);
    switch (request.type) {
      case 'write':
        write(unpackBatch(request.batch));
        awaitQuiet();
        break;
      case 'prune':
        prune(request, 0, null);
        break;
      case 'mark-time':
        noteTime(request.at, request.corrected);
        break;
      case 'take-in':
        takeIn(request.source);
        break;
      case 'delete-viewer':
        deleteViewer(request.viewer);
        break;
      case 'close':
        clearTimeout(quiet);
        reindexing[Symbol.dispose]();
        salvage?.close();
        database.close();
        port.close();
        break;
    }
  });
  reply({
    type: 'opened',
    report: { ok: true, setAside: outcome.setAside, lastBatch, eventsHeld, indexed: reindexing.share },
  });
  if (salvage) setImmediate(rescue, false);
};
