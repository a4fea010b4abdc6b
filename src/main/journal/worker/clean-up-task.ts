import type { WriterRequest } from './protocol.ts';
import { createPruner } from './prune.ts';
import { describeSqliteError } from './sqlite-errors.ts';
import { readNumber, rollBack, type WriterContext } from './writer-context.ts';

type PruneRequest = Extract<WriterRequest, { type: 'prune' }>;

/** Cleans up in small transactions with pauses, so that records don't wait for a long clean-up. */
export const createCleanUpTask = (context: WriterContext): ((request: PruneRequest) => void) => {
  const { database, rows, reply } = context;
  const pruner = createPruner(database);
  const goOn = (request: PruneRequest, prunedBefore: number, chatCounted: number | null): void => {
    if (!database.isOpen) return;
    try {
      // Counted once per round, not for each message.
      const chatHeld = chatCounted ?? readNumber(database, 'SELECT count(*) AS value FROM chat');
      const step = pruner.step(request.now, request.ageNow, request.policy, {
        events: context.eventsHeld,
        chat: chatHeld,
      });
      context.eventsHeld -= step.events;
      context.atStep('pruned');
      const pruned = prunedBefore + step.rows;
      if (step.rows > 0) setImmediate(() => goOn(request, pruned, chatHeld - step.chat));
      else {
        rows.forget();
        reply({ type: 'pruned', rows: pruned, figures: context.figures() });
      }
    } catch (thrown) {
      rollBack(database);
      reply({ type: 'prune-failed', message: describeSqliteError(thrown) });
    }
  };
  return (request) => goOn(request, 0, null);
};
