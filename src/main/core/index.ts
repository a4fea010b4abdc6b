export {
  BaseOrchestrator,
  type AnyOrchestrator,
  type ConfigImpact,
  type OrchestratorDefinition,
} from './base-orchestrator.ts';
export type {
  Component,
  ComponentContext,
  ComponentEvents,
  ConditionInput,
  Intervention,
  MetricReading,
} from './component.ts';
export { implementComponents } from './commands/operations.ts';
export type { ConfigChange } from './configuration/configuration.ts';
export {
  declareSection,
  type OrchestratorSection,
  type SecretDeclaration,
  type SectionDeclaration,
} from './configuration/section.ts';
export { createCoreServices, type CoreOptions, type CoreServices } from './core-services.ts';
export type { EventBus, EventListener, ListenOptions } from './events/event-bus.ts';
export type { Logger } from './logger.ts';
export { defineOrchestrator, type ManifestDeclaration, type OrchestratorManifest } from './manifest.ts';
export { answerWhenDone, answerWith } from './operations/answers.ts';
export { implement, type OperationImplementation } from './operations/implementation.ts';
export {
  createOperations,
  type OperationDone,
  type OperationRequest,
  type Operations,
} from './operations/operations.ts';
export type { ComponentOptions, Need } from './runtime/component-spec.ts';
export type { ComponentStart, StartReport, StopReport } from './runtime/start-session.ts';
export { defaultPolicy, type SupervisionPolicy } from './supervision/policy.ts';
export { createSystem, System, type ComponentReadings, type SystemOptions } from './system.ts';
export type { SystemChange, SystemEvents, SystemPort } from './system-port.ts';
export type { PipelineNode } from './pipelines/definition.ts';
export type { ExecutionOptions, PipelineRunner } from './pipelines/pipeline-orchestrator.ts';
export type { PipelineRun, RunProgress } from './pipelines/pipeline-run.ts';
export {
  CoreOrchestrator,
  IntegrationOrchestrator,
  ServiceOrchestrator,
  type IntegrationPolicy,
  type ServiceLimits,
} from './pipelines/runners.ts';
export type { Check, OrchestrationContext, Step } from './pipelines/step.ts';
export { StepRegistry } from './pipelines/step-registry.ts';
