import type { Fault, Result } from '#shared/kernel/index.ts';
import { BaseOrchestrator, type OrchestratorDefinition } from '../base-orchestrator.ts';
import type { CoreServices } from '../core-services.ts';
import { pipelineSchema, type Pipeline } from './definition.ts';
import { planPipeline, type PipelinePlan } from './pipeline-plan.ts';
import type { PipelineRun } from './pipeline-run.ts';
import { reportRun, type OrchestrationResult } from './result.ts';
import { RunQueue, type RunQueueOptions } from './run-queue.ts';
import type { StepRegistry } from './step-registry.ts';

/** The common interface of the pipeline runners. */
export interface PipelineRunner {
  /** Resolves a pipeline into a plan, or returns every problem with it. */
  plan(pipeline: unknown): Result<PipelinePlan, Fault>;
  /**
   * Runs a plan. Refused while the orchestrator is not running or is at its limit; an accepted run always has
   * a result.
   */
  execute(plan: PipelinePlan, options?: ExecutionOptions): Result<PipelineRun, Fault>;
  /** Describes a result in words. */
  report(result: OrchestrationResult): string;
}

export interface ExecutionOptions {
  /** Reports the plan without running it. */
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * An orchestrator that runs pipelines. Its three kinds differ in the number of parallel runs and in what they
 * add to a step. The format and execution of pipelines are the same for all.
 */
export abstract class PipelineOrchestrator<TConfig extends object>
  extends BaseOrchestrator<TConfig>
  implements PipelineRunner
{
  protected readonly registry: StepRegistry;
  readonly #runs: RunQueue;
  readonly #pipelines = new Map<string, Pipeline>();

  protected constructor(
    services: CoreServices,
    definition: OrchestratorDefinition<TConfig>,
    registry: StepRegistry,
    queue: RunQueueOptions,
  ) {
    super(services, definition);
    this.registry = registry;
    this.#runs = new RunQueue(services, queue);
    this.registerComponent(`${definition.id}.runs`, this.#runs, {
      title: `${definition.title}: runs`,
      description: 'The running and the waiting pipelines',
      // Undoing finished steps takes time.
      stopTimeoutMs: 30_000,
    });
  }

  /** Registers a pipeline by its id, so that others can include it. Replaces the one with the same id. */
  definePipeline(pipeline: unknown): Result<PipelinePlan, Fault> {
    const planned = this.plan(pipeline);
    if (planned.ok) this.#pipelines.set(planned.value.pipelineId, pipelineSchema.parse(pipeline));
    return planned;
  }

  get pipelines(): readonly Pipeline[] {
    return [...this.#pipelines.values()];
  }

  plan(pipeline: unknown): Result<PipelinePlan, Fault> {
    return planPipeline(pipeline, this.registry, (id) => this.#pipelines.get(id));
  }

  execute(plan: PipelinePlan, options: ExecutionOptions = {}): Result<PipelineRun, Fault> {
    return this.#runs.add(plan, { ...options, source: this.id, logger: this.logger });
  }

  report(result: OrchestrationResult): string {
    return reportRun(result);
  }

  /** The running and the waiting runs. */
  get runs(): readonly PipelineRun[] {
    return [...this.#runs.active, ...this.#runs.waiting];
  }
}
