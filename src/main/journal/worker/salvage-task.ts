import { createSalvage, planSalvage } from './salvage.ts';
import { describeSqliteError } from './sqlite-errors.ts';
import { rollBack, type WriterContext } from './writer-context.ts';

/** Imports records of another file in small transactions, because new records have priority. */
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
      // A full or locked disk. The next start continues from here.
      reply({ type: 'salvage-failed', asked, message: describeSqliteError(thrown) });
    }
  };
  return {
    /** Continues the salvage of an earlier run, if there is one. */
    resume(): void {
      if (salvage) setImmediate(goOn, false);
    },
    importFrom(source: string): void {
      if (salvage) {
        reply({
          type: 'salvage-failed',
          asked: true,
          message: 'another import is running',
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
