export { fsmConfig, type FsmConfig } from './config.ts';
export { FsmOrchestrator, type FsmParts } from './fsm-orchestrator.ts';
export { showInWords, type Show } from './show-state.ts';
