import { ok } from '#shared/kernel/index.ts';
import type { JournalProblem } from './journal-problem.ts';
import { describeSalvage, describeSalvageFailure } from './journal-words.ts';
import type { DeletedViewer, TakenIn } from './port.ts';
import type { FileFigures, WriterReply } from './worker/protocol.ts';
import type { WriterTask } from './writer-task.ts';

type ReplyOf<Type extends WriterReply['type']> = Extract<WriterReply, { type: Type }>;

export interface ReplyReaders {
  readonly problem: JournalProblem;
  readonly takeIn: WriterTask<TakenIn>;
  readonly deleteViewer: WriterTask<DeletedViewer>;
  readonly onFigures: (figures: FileFigures) => void;
  readonly onCommitted: (reply: ReplyOf<'committed'>) => void;
  readonly onFailed: (reply: ReplyOf<'failed'>) => void;
}

/** Passes each reply of the writing thread on to whoever waits for it. The report of its opening is not among them. */
export const createReplyReader =
  ({ problem, takeIn, deleteViewer, onFigures, onCommitted, onFailed }: ReplyReaders) =>
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
        problem.setPruneFailure(`Old records could not be deleted from the journal: ${reply.message}.`);
        break;
      case 'salvaged':
        onFigures(reply.figures);
        if (reply.asked) takeIn.settle(ok({ taken: reply.taken, gaps: reply.gaps }));
        else problem.notify(describeSalvage(reply));
        break;
      case 'salvage-failed':
        if (reply.asked) takeIn.fail(reply.message);
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
