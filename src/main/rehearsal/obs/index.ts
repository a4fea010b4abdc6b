/** Public interface of the OBS rehearsal. */
export type { ObsFaults } from './obs-server-faults.ts';
export { createObsRehearsal, type ObsRehearsalOptions, type ObsRehearsalServer } from './obs-rehearsal.ts';
