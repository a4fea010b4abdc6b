export { fsmConfig, type FsmConfig } from './config.ts';
export { FsmOrchestrator, type FsmParts } from './fsm-orchestrator.ts';
export type { Show } from './show-state.ts';
export { showInWords } from '#shared/catalogue/topics/show.ts';
