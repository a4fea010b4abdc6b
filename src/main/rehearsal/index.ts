/** The door of the rehearsal room: pretended platforms on loopback, and the show that plays on them. */
export type { CastMember, DiscordRehearsal, ObsRehearsal, RehearsalStage, TwitchRehearsal } from './port.ts';
export { createRehearsalStage, type RehearsalOptions, type RunningRehearsal } from './rehearsal-stage.ts';
export { compareWithLedger, componentsOf, noticedWithinMs } from './control/compare-with-ledger.ts';
export { drillName, drillTitle } from './control/drill-words.ts';
export type { Injection } from './control/fault-desk.ts';
export { composeRecording } from './recording/compose-recording.ts';
export { RecordingFolder } from './recording/recording-folder.ts';
export { SessionRecorder, type SessionStart } from './recording/session-recorder.ts';
export type { ScenarioPlayer } from './scenario/player.ts';
export { parseScenario, type Scenario } from './scenario/scenario.ts';
