import type { IncidentsPort } from '#main/gateway/ports/index.ts';
import { collectIncident, type IncidentFolder, type IncidentSources } from '#main/backup/index.ts';
import { ok } from '#shared/kernel/index.ts';

/** Incident files as the contract offers them. */
export const createIncidentsPort = (folder: IncidentFolder, sources: IncidentSources): IncidentsPort => ({
  list: async () => {
    const incidents = await folder.list();
    return incidents.ok ? ok({ folder: folder.path, incidents: incidents.value }) : incidents;
  },
  create: async (range, signal) => {
    const file = await collectIncident(sources, range, signal);
    return file.ok ? folder.add(file.value, sources.clock.now()) : file;
  },
  read: async (name) => {
    const file = await folder.read(name);
    if (!file.ok) return file;
    const { content, ...saved } = file.value;
    return ok({ ...saved, content: content.toString('base64') });
  },
});
