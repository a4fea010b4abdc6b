import { implement, type OperationImplementation } from '#core/index.ts';
import type { Journal, Viewer } from '#main/journal/index.ts';
import { viewerDelete } from '#shared/catalogue/operations/data.ts';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import { viewerDeleted } from '#shared/catalogue/topics/stores.ts';
import { ok } from '#shared/kernel/index.ts';
import type { BackupKeeper } from './backup-keeper.ts';
import type { DiagnosticsFolder } from './diagnostics-folder.ts';

export interface DeleteViewerParts {
  readonly journal: Pick<Journal, 'deleteViewer'>;
  readonly keeper: Pick<BackupKeeper, 'list'>;
  readonly diagnostics: Pick<DiagnosticsFolder, 'list' | 'path'>;
  /** Deletes a viewer from memory. */
  readonly forget: (viewer: Viewer) => void;
  readonly emit: (draft: TopicDraft) => void;
}

/** Implements the deletion of a viewer, and reports the copies that still contain the viewer. */
export const implementDeleteViewer = ({
  journal,
  keeper,
  diagnostics,
  forget,
  emit,
}: DeleteViewerParts): OperationImplementation => {
  const countBackups = async (): Promise<number> => {
    const backups = await keeper.list();
    return backups.ok ? backups.value.filter((backup) => backup.journal !== null).length : 0;
  };
  /** Reminds the person of saved bundles: a bundle with chat still contains the viewer's messages. */
  const bundlesRemark = async (): Promise<string> => {
    const listed = await diagnostics.list();
    const count = listed.ok ? listed.value.length : 0;
    if (count === 0) return '';
    const files = count === 1 ? 'A diagnostic bundle' : `${count} diagnostic bundles`;
    return ` ${files} in ${diagnostics.path} may still name them. Delete the bundles that were saved with chat.`;
  };
  return implement(viewerDelete, {
    run: async (viewer) => {
      // Memory comes first, so that nothing from it is written after the deletion.
      forget(viewer);
      const deleted = await journal.deleteViewer(viewer);
      if (!deleted.ok) return deleted;
      const { messages, events } = deleted.value;
      // The event must not identify the viewer.
      emit(viewerDeleted({ messages, events }, { remark: await bundlesRemark() }));
      return ok({ result: { ...deleted.value, backups: await countBackups() } });
    },
  });
};
