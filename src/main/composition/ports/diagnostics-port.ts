import type { DiagnosticsPort } from '#main/gateway/ports/index.ts';
import type { DiagnosticsFolder } from '#main/backup/index.ts';
import { ok } from '#shared/kernel/index.ts';

/** Presents the diagnostic bundles as the contract describes them. */
export const createDiagnosticsPort = (folder: DiagnosticsFolder): DiagnosticsPort => ({
  list: async () => {
    const bundles = await folder.list();
    return bundles.ok ? ok({ folder: folder.path, bundles: bundles.value }) : bundles;
  },
  read: async (name) => {
    const file = await folder.read(name);
    if (!file.ok) return file;
    const { content, ...saved } = file.value;
    return ok({ ...saved, content: content.toString('base64') });
  },
});
