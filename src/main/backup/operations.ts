import { answerWith, implement, type OperationImplementation } from '#core/index.ts';
import { backupCreate, backupRestore, diagnosticsSave } from '#shared/catalogue/operations/data.ts';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import { backupMade, backupRestored } from '#shared/catalogue/topics/stores.ts';
import { ok } from '#shared/kernel/index.ts';
import type { BackupKeeper } from './backup-keeper.ts';
import { collectDiagnostics, type DiagnosticSources } from './collect-diagnostics.ts';
import type { DiagnosticsFolder } from './diagnostics-folder.ts';

export interface BackupOperationsParts {
  readonly keeper: Pick<BackupKeeper, 'make' | 'restore'>;
  readonly diagnostics: Pick<DiagnosticsFolder, 'add'>;
  readonly diagnosticSources: DiagnosticSources;
  readonly emit: (draft: TopicDraft) => void;
}

/** Implements the operations for backups and diagnostic bundles. A backup made by hand is also an event. */
export const implementBackups = ({
  keeper,
  diagnostics,
  diagnosticSources,
  emit,
}: BackupOperationsParts): readonly OperationImplementation[] => [
  implement(backupCreate, {
    run: async () => {
      const made = await keeper.make('asked-for');
      if (!made.ok) return made;
      emit(backupMade({ ...made.value }));
      return ok({ result: made.value });
    },
  }),
  implement(backupRestore, {
    run: async ({ id, ...parts }) => {
      const restored = await keeper.restore(id, parts);
      if (!restored.ok) return restored;
      emit(backupRestored({ id, ...parts, undo: restored.value.undo }));
      return ok({ result: restored.value });
    },
  }),
  implement(diagnosticsSave, {
    run: async (range, { signal }) => {
      const file = await collectDiagnostics(diagnosticSources, range, signal);
      if (!file.ok) return file;
      return answerWith(await diagnostics.add(file.value, diagnosticSources.clock.now()));
    },
  }),
];
