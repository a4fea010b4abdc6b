import type { BackupKeeper } from '#main/backup/index.ts';
import type { BackupsPort } from '#main/gateway/ports/index.ts';
import { ok } from '#shared/kernel/index.ts';

/** Presents the backups as the contract describes them. */
export const createBackupsPort = (keeper: BackupKeeper): BackupsPort => ({
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
  preview: async ({ id, ...parts }) => {
    const preview = await keeper.preview(id, parts);
    if (!preview.ok) return preview;
    const { settings, journal } = preview.value;
    return ok({
      settings: settings && { impact: settings.impact, differences: [...settings.differences] },
      journal,
    });
  },
});
