import type { IncidentsPort } from '#main/gateway/ports/index.ts';
import type { IncidentFolder } from '#main/backup/index.ts';
import { ok } from '#shared/kernel/index.ts';

/** Incident files as the contract shows them. */
export const createIncidentsPort = (folder: IncidentFolder): IncidentsPort => ({
  list: async () => {
    const incidents = await folder.list();
    return incidents.ok ? ok({ folder: folder.path, incidents: incidents.value }) : incidents;
  },
  read: async (name) => {
    const file = await folder.read(name);
    if (!file.ok) return file;
    const { content, ...saved } = file.value;
    return ok({ ...saved, content: content.toString('base64') });
  },
});
