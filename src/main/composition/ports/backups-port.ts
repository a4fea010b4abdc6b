import type { BackupKeeper } from '#main/backup/index.ts';
import type { BackupsPort } from '#main/gateway/ports/index.ts';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import { backupMade, backupRestored } from '#shared/catalogue/topics/stores.ts';
import { ok } from '#shared/kernel/index.ts';

/** The backups as the contract offers them. What is done by hand is an event too. */
export const createBackupsPort = (keeper: BackupKeeper, tell: (draft: TopicDraft) => void): BackupsPort => ({
  list: async () => {
    const listed = await keeper.list();
    if (!listed.ok) return listed;
    const backups = await Promise.all(
      listed.value.map(async (backup) => ({
        ...backup,
        damage: (await keeper.findDamage(backup.id))?.message ?? null,
      })),
    );
    return ok({
      folder: keeper.folder,
      backups,
      lastGood: keeper.status?.lastGood?.id ?? null,
      problem: keeper.status?.fault?.message ?? null,
      policy: keeper.policy,
    });
  },
  create: async () => {
    const made = await keeper.make('asked-for');
    if (made.ok) tell(backupMade({ ...made.value }));
    return made;
  },
  preview: async ({ id, ...parts }) => {
    const preview = await keeper.preview(id, parts);
    if (!preview.ok) return preview;
    const { settings, journal } = preview.value;
    return ok({
      settings: settings && { impact: settings.impact, differences: [...settings.differences] },
      journal,
    });
  },
  restore: async ({ id, ...parts }) => {
    const restored = await keeper.restore(id, parts);
    if (restored.ok) tell(backupRestored({ id, ...parts, undo: restored.value.undo }));
    return restored;
  },
});
