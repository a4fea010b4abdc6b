export {
  createCoreHarness,
  createRecordingLogger,
  type CoreHarness,
  type LoggedLine,
} from './core-harness.ts';
export { createScriptedComponent, type ScriptedComponent, type StartScript } from './scripted-component.ts';
export { describeOrchestratorConformance } from './conformance.ts';
export type { ConformanceFactory, ConformanceSubject } from './conformance-stage.ts';
export { FakeEvents } from './fake-events.ts';
export { happened } from './happened.ts';
