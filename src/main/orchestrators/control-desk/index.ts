export { ControlDeskOrchestrator, type ControlDeskParts } from './control-desk-orchestrator.ts';
