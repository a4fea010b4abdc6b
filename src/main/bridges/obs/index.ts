/** Public interface of the OBS bridge. */
export { testObsConnection, type ObsConnectionTestOptions } from './connection-test.ts';
export { createObsBridge, type ObsBridgeOptions, type ObsPlace } from './obs-bridge.ts';
export type { ObsLimits } from './obs-limits.ts';
