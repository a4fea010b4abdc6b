import type { OrchestratorDefinition } from '../base-orchestrator.ts';
import type { CoreServices } from '../core-services.ts';
import type { EventMap } from '../events/typed-events.ts';
import { CircuitBreaker } from '../execution/circuit-breaker.ts';
import type { RetryOptions } from '../execution/safe-execute.ts';
import { PipelineOrchestrator } from './pipeline-orchestrator.ts';
import type { OrchestrationContext, Step } from './step.ts';
import { StepRegistry } from './step-registry.ts';

/** Runs the runbook of a show: one at a time, the next ones wait their turn. */
export abstract class CoreOrchestrator<
  TConfig extends object,
  TEvents extends EventMap = EventMap,
> extends PipelineOrchestrator<TConfig, TEvents> {
  protected constructor(
    services: CoreServices,
    definition: OrchestratorDefinition<TConfig>,
    registry: StepRegistry = new StepRegistry(),
  ) {
    super(services, definition, registry, { concurrency: 1, waiting: 20 });
  }
}

export interface ServiceLimits {
  /** Flows at the same time; 8 unless said otherwise. */
  readonly concurrency?: number;
  /** Flows that may wait; 1,000 unless said otherwise. */
  readonly waiting?: number;
}

/** Runs flows over several services: many at once, within bounds. */
export abstract class ServiceOrchestrator<
  TConfig extends object,
  TEvents extends EventMap = EventMap,
> extends PipelineOrchestrator<TConfig, TEvents> {
  protected constructor(
    services: CoreServices,
    definition: OrchestratorDefinition<TConfig>,
    registry: StepRegistry = new StepRegistry(),
    limits: ServiceLimits = {},
  ) {
    super(services, definition, registry, {
      concurrency: limits.concurrency ?? 8,
      waiting: limits.waiting ?? 1_000,
    });
  }
}

/** How calls to one external system are made. */
export interface IntegrationPolicy {
  /** Time for one call, milliseconds; 10 s unless said otherwise. */
  readonly timeoutMs?: number;
  /** Three attempts unless said otherwise. Only for calls that may be made twice. */
  readonly retry?: RetryOptions | null;
  /** Failures in a row that hold further calls back; 5 unless said otherwise. */
  readonly breakerFailures?: number;
  readonly breakerOpenMs?: number;
}

/**
 * Runs calls to external systems: every step that belongs to a system shares its breaker, and has its time limit and
 * its retries unless the step has its own.
 */
export abstract class IntegrationOrchestrator<
  TConfig extends object,
  TEvents extends EventMap = EventMap,
> extends PipelineOrchestrator<TConfig, TEvents> {
  readonly #services: CoreServices;
  readonly #breakers = new Map<string, CircuitBreaker>();

  protected constructor(
    services: CoreServices,
    definition: OrchestratorDefinition<TConfig>,
    registry: StepRegistry = new StepRegistry(),
    limits: ServiceLimits = {},
  ) {
    super(services, definition, registry, {
      concurrency: limits.concurrency ?? 4,
      waiting: limits.waiting ?? 200,
    });
    this.#services = services;
  }

  /** The breakers of all systems, to be shown, held open and reset. */
  get breakers(): ReadonlyMap<string, CircuitBreaker> {
    return this.#breakers;
  }

  /** Registers a step that calls an external system. */
  protected registerCall<TInput, TOutput>(
    system: string,
    step: Step<TInput, TOutput>,
    policy: IntegrationPolicy = {},
  ): void {
    let breaker = this.#breakers.get(system);
    if (!breaker) {
      breaker = new CircuitBreaker({
        name: system,
        clock: this.#services.clock,
        ...(policy.breakerFailures !== undefined && { failures: policy.breakerFailures }),
        ...(policy.breakerOpenMs !== undefined && { openMs: policy.breakerOpenMs }),
      });
      this.#breakers.set(system, breaker);
    }
    const retry = policy.retry === undefined ? { attempts: 3 } : policy.retry;
    // Named one by one: a step may be an instance of a class, of which a spread would lose the methods.
    this.registry.registerStep<TInput, TOutput>({
      key: step.key,
      title: step.title,
      input: step.input,
      run: (input, context) => step.run(input, context),
      ...(step.describe && { describe: (input: TInput) => step.describe?.(input) ?? step.title }),
      ...(step.compensate && {
        compensate: (input: TInput, output: TOutput, context: OrchestrationContext) =>
          step.compensate?.(input, output, context),
      }),
      timeoutMs: step.timeoutMs ?? policy.timeoutMs ?? 10_000,
      breaker: step.breaker ?? breaker,
      ...(retry && { retry: step.retry ?? retry }),
    });
  }
}
