import { deserialize, serialize } from 'node:v8';
import type { MessagePort } from 'node:worker_threads';
import { Checkpointer, sizeOf } from './checkpointer.ts';
import { createCleanUpTask } from './clean-up-task.ts';
import { openForWriting } from './open-database.ts';
import { unpackBatch } from './packed-batch.ts';
import type { Batch, FileFigures, JournalStep, WriterReply, WriterRequest, WriterRole } from './protocol.ts';
import { createQuietMoments } from './quiet-moments.ts';
import { startReindexing } from './reindex.ts';
import { createRowWriter } from './row-writer.ts';
import { createSalvageTask } from './salvage-task.ts';
import { describeSqliteError, isCorruption, isOutOfReach } from './sqlite-errors.ts';
import { markTime } from './time-marks.ts';
import { createViewerTask } from './viewer-task.ts';
import { readNumber, rollBack, type WriterContext } from './writer-context.ts';

export interface WriterOptions {
  /** A write-ahead log above this is merged into the database at once. SQLite itself might do so later. */
  readonly walLimitBytes?: number;
  /** Called after each step, so that crash tests can kill the process there. */
  readonly atStep?: (step: JournalStep) => void;
}

/** Writes batches, each in one transaction. */
const createBatchTask = (context: WriterContext): ((batch: Batch) => void) => {
  const { database, rows, reply, atStep } = context;
  const remember = database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('last-batch', ?)");
  return (batch) => {
    try {
      database.exec('BEGIN IMMEDIATE');
      atStep('transaction-begun');
      const { events, changedChat } = rows.write(batch);
      remember.run(String(batch.number));
      atStep('rows-written');
      database.exec('COMMIT');
      atStep('committed');
      context.eventsHeld += events;
      context.checkpoint();
      reply({ type: 'committed', batch: batch.number, figures: context.figures(), changedChat });
    } catch (thrown) {
      rollBack(database);
      rows.forget();
      reply({
        type: 'failed',
        batch: batch.number,
        message: describeSqliteError(thrown),
        remedy: isCorruption(thrown) ? 'new-file' : isOutOfReach(thrown) ? 'retry' : 'none',
      });
    }
  };
};

const noteTime = ({ database, reply }: WriterContext, at: number, corrected: boolean): void => {
  try {
    markTime(database, at, corrected);
  } catch {
    // A full or locked disk. Without this mark, the next mark counts, and rows are kept a little longer.
    rollBack(database);
  }
  reply({ type: 'time-marked' });
};

/** Serves one database to the calling thread, request by request. Reports the result of opening first. */
export const runWriter = (
  port: MessagePort,
  { file, now, setAside }: WriterRole,
  { walLimitBytes = 64 * 1024 * 1024, atStep = () => undefined }: WriterOptions = {},
): void => {
  const reply = (message: WriterReply): void => port.postMessage(serialize(message));
  const outcome = openForWriting(file, now, setAside);
  if (!outcome.ok) {
    reply({ type: 'opened', report: outcome });
    port.close();
    return;
  }
  const { database } = outcome;
  atStep('opened');
  const lastBatch = readNumber(database, "SELECT value FROM meta WHERE key = 'last-batch'");
  const checkpointer = new Checkpointer(database, file, walLimitBytes, () => atStep('checkpointed'));
  const checkpoint = (): void => checkpointer.run();
  const quiet = createQuietMoments(database, checkpoint);
  const figures = (): FileFigures => ({
    eventsHeld: context.eventsHeld,
    fileBytes: sizeOf(file),
    walBytes: checkpointer.logBytes,
    walPinned: checkpointer.pinned,
    indexed: reindexing.share,
  });
  const context: WriterContext = {
    database,
    rows: createRowWriter(database),
    reply,
    atStep,
    checkpoint,
    figures,
    eventsHeld: readNumber(database, 'SELECT count(*) AS value FROM events'),
  };
  const write = createBatchTask(context);
  const cleanUp = createCleanUpTask(context);
  const salvage = createSalvageTask(context);
  const deleteViewer = createViewerTask(context);
  const reindexing = startReindexing(database, () => {
    checkpoint();
    reply({ type: 'indexed', asked: false, figures: figures() });
    quiet.await();
  });

  port.on('message', (body: Uint8Array) => {
    if (!database.isOpen) return;
    const request: WriterRequest = deserialize(body);
    switch (request.type) {
      case 'write':
        write(unpackBatch(request.batch));
        quiet.await();
        break;
      case 'prune':
        cleanUp(request);
        break;
      case 'mark-time':
        noteTime(context, request.at, request.corrected);
        break;
      case 'import':
        salvage.importFrom(request.source);
        break;
      case 'delete-viewer':
        deleteViewer(request.viewer);
        break;
      case 'close':
        quiet[Symbol.dispose]();
        reindexing[Symbol.dispose]();
        salvage.close();
        database.close();
        port.close();
        break;
    }
  });
  reply({
    type: 'opened',
    report: {
      ok: true,
      setAside: outcome.setAside,
      lastBatch,
      eventsHeld: context.eventsHeld,
      indexed: reindexing.share,
    },
  });
  salvage.resume();
};
