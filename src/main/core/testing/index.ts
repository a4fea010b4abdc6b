export {
  createCoreHarness,
  createRecordingLogger,
  type CoreHarness,
  type LoggedLine,
} from './core-harness.ts';
export { createScriptedComponent, type ScriptedComponent, type StartScript } from './scripted-component.ts';
export {
  describeOrchestratorConformance,
  type ConformanceFactory,
  type ConformanceSubject,
} from './conformance.ts';
export { FakeEvents } from './fake-events.ts';
export { happened } from './happened.ts';
