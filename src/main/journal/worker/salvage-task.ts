import { createSalvage, planSalvage } from './salvage.ts';
import { describeSqliteError } from './sqlite-errors.ts';
import { rollBack, type WriterContext } from './writer-context.ts';

/** Takes records of another file over in small transactions: what happens now goes before what happened once. */
export const createSalvageTask = (context: WriterContext) => {
  const { database, rows, reply } = context;
  let salvage = createSalvage(database, rows);
  const goOn = (asked: boolean): void => {
    if (!salvage || !database.isOpen) return;
    try {
      const { events, report } = salvage.step();
      context.eventsHeld += events;
      context.checkpoint();
      if (!report) {
        setImmediate(goOn, asked);
        return;
      }
      salvage = null;
      reply({ type: 'salvaged', asked, ...report, figures: context.figures() });
    } catch (thrown) {
      rollBack(database);
      rows.forget();
      salvage?.close();
      salvage = null;
      // A full or locked disk: the next start goes on where this stopped.
      reply({ type: 'salvage-failed', asked, message: describeSqliteError(thrown) });
    }
  };
  return {
    /** Goes on with what an earlier run planned, if it planned any. */
    resume(): void {
      if (salvage) setImmediate(goOn, false);
    },
    takeIn(source: string): void {
      if (salvage) {
        reply({
          type: 'salvage-failed',
          asked: true,
          message: 'records of another file are being taken over',
        });
        return;
      }
      try {
        planSalvage(database, source);
        salvage = createSalvage(database, rows);
      } catch (thrown) {
        reply({ type: 'salvage-failed', asked: true, message: describeSqliteError(thrown) });
        return;
      }
      goOn(true);
    },
    close(): void {
      salvage?.close();
    },
  };
};
