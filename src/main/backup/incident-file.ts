import { gzipSync } from 'node:zlib';
import { formatIncident, type IncidentContent } from '#shared/model/index.ts';

export const encodeIncidentFile = (content: IncidentContent): Buffer => gzipSync(formatIncident(content));
