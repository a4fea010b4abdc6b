import { answerWith, implement, type OperationImplementation } from '#core/index.ts';
import { backupCreate, backupRestore, incidentSave } from '#shared/catalogue/operations/data.ts';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import { backupMade, backupRestored } from '#shared/catalogue/topics/stores.ts';
import { ok } from '#shared/kernel/index.ts';
import type { BackupKeeper } from './backup-keeper.ts';
import { collectIncident, type IncidentSources } from './collect-incident.ts';
import type { IncidentFolder } from './incident-folder.ts';

export interface BackupOperationsParts {
  readonly keeper: Pick<BackupKeeper, 'make' | 'restore'>;
  readonly incidents: Pick<IncidentFolder, 'add'>;
  readonly incidentSources: IncidentSources;
  readonly tell: (draft: TopicDraft) => void;
}

/** Implements backups and incident files that somebody asks for. A backup made by hand is an event too. */
export const implementBackups = ({
  keeper,
  incidents,
  incidentSources,
  tell,
}: BackupOperationsParts): readonly OperationImplementation[] => [
  implement(backupCreate, {
    run: async () => {
      const made = await keeper.make('asked-for');
      if (!made.ok) return made;
      tell(backupMade({ ...made.value }));
      return ok({ result: made.value });
    },
  }),
  implement(backupRestore, {
    run: async ({ id, ...parts }) => {
      const restored = await keeper.restore(id, parts);
      if (!restored.ok) return restored;
      tell(backupRestored({ id, ...parts, undo: restored.value.undo }));
      return ok({ result: restored.value });
    },
  }),
  implement(incidentSave, {
    run: async (range, { signal }) => {
      const file = await collectIncident(incidentSources, range, signal);
      if (!file.ok) return file;
      return answerWith(await incidents.add(file.value, incidentSources.clock.now()));
    },
  }),
];
