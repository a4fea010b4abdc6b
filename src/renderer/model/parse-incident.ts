// Stands by itself, so that schemas are fetched only when a file is opened.
export { maxIncidentBytes, parseIncident } from '#shared/model/incident-file.ts';
