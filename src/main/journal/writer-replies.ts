import { ok } from '#shared/kernel/index.ts';
import type { JournalProblem } from './journal-problem.ts';
import { describeSalvage, describeSalvageFailure } from './journal-messages.ts';
import type { DeletedViewer, ImportedRecords } from './port.ts';
import type { FileFigures, WriterReply } from './worker/protocol.ts';
import type { WriterTask } from './writer-task.ts';

type ReplyOf<Type extends WriterReply['type']> = Extract<WriterReply, { type: Type }>;

export interface ReplyReaders {
  readonly problem: JournalProblem;
  readonly importFrom: WriterTask<ImportedRecords>;
  readonly deleteViewer: WriterTask<DeletedViewer>;
  readonly onFigures: (figures: FileFigures) => void;
  readonly onCommitted: (reply: ReplyOf<'committed'>) => void;
  readonly onFailed: (reply: ReplyOf<'failed'>) => void;
}

/**
 * Passes each reply of the writer thread to its waiting caller. The report on opening the database goes
 * elsewhere.
 */
export const createReplyReader =
  ({ problem, importFrom, deleteViewer, onFigures, onCommitted, onFailed }: ReplyReaders) =>
  (reply: Exclude<WriterReply, ReplyOf<'opened'>>): void => {
    switch (reply.type) {
      case 'committed':
        onCommitted(reply);
        break;
      case 'failed':
        onFailed(reply);
        break;
      case 'time-marked':
        break;
      case 'pruned':
      case 'indexed':
        onFigures(reply.figures);
        problem.setPruneFailure(null);
        break;
      case 'prune-failed':
        problem.setPruneFailure(`Old records couldn't be deleted from the journal: ${reply.message}.`);
        break;
      case 'salvaged':
        onFigures(reply.figures);
        if (reply.asked) importFrom.settle(ok({ taken: reply.taken, gaps: reply.gaps }));
        else problem.notify(describeSalvage(reply));
        break;
      case 'salvage-failed':
        if (reply.asked) importFrom.fail(reply.message);
        else problem.notify(describeSalvageFailure(reply.message));
        break;
      case 'viewer-deleted':
        onFigures(reply.figures);
        deleteViewer.settle(ok(reply.deleted));
        break;
      case 'viewer-not-deleted':
        deleteViewer.fail(reply.message);
        break;
    }
  };
