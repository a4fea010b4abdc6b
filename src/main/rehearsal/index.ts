/**
 * Public interface of the rehearsal: simulated platforms on loopback, and the scenario that plays on them.
 */
export type {
  CastMember,
  DiscordRehearsal,
  ObsRehearsal,
  RehearsalServers,
  TwitchRehearsal,
} from './platform-ports.ts';
export type { RehearsedComponents } from './control/rehearsed-components.ts';
export { compareWithLedger } from './control/compare-with-ledger.ts';
export { notRehearsing, rehearsalOperations } from './rehearsal-operations.ts';
export { loadRehearsal } from './load-rehearsal.ts';
export { RecordingFolder } from './recording/recording-folder.ts';
export { SessionRecording } from './recording/session-recording.ts';
export { readSessionStart } from './recording/session-start.ts';
export type { RehearsalComponent } from './rehearsal-component.ts';
export {
  startRehearsalServers,
  type RehearsalOptions,
  type RunningRehearsalServers,
} from './rehearsal-servers.ts';
export { runningServers } from './running-servers.ts';
export type { ScenarioPlayer } from './scenario/player.ts';
export { parseScenario, type Scenario } from './scenario/scenario.ts';
