import type { Viewer } from '../port.ts';
import { describeSqliteError } from './sqlite-errors.ts';
import { createViewerEraser } from './viewer.ts';
import { rollBack, type WriterContext } from './writer-context.ts';

/** Deletes a viewer in steps with pauses. */
export const createViewerTask = ({
  database,
  rows,
  reply,
  figures,
}: WriterContext): ((viewer: Viewer) => void) => {
  const failed = (thrown: unknown): void => {
    rollBack(database);
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
  return (viewer) => {
    try {
      goOn(createViewerEraser(database, viewer));
    } catch (thrown) {
      failed(thrown);
    }
  };
};
