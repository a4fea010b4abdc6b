import type { OrchestratorDefinition } from '../base-orchestrator.ts';
import type { CoreServices } from '../core-services.ts';
import { CircuitBreaker } from '../execution/circuit-breaker.ts';
import type { RetryOptions } from '../execution/safe-execute.ts';
import { PipelineOrchestrator } from './pipeline-orchestrator.ts';
import type { OrchestrationContext, Step } from './step.ts';
import { StepRegistry } from './step-registry.ts';

/**
 * Runs the runbook of a show: one run at a time, later ones wait their turn.
 *
 * @example
 * ```ts
 * class Runbook extends CoreOrchestrator<object> {
 *   constructor(services: CoreServices) {
 *     super(services, {
 *       id: 'runbook',
 *       title: 'Runbook',
 *       description: 'Runs the show',
 *       schema: z.object({}),
 *     });
 *     this.registry
 *       .registerStep({
 *         key: 'go-live',
 *         title: 'Go live',
 *         input: z.unknown(),
 *         run: () => 'live',
 *         compensate: () => undefined,
 *       })
 *       .registerStep({
 *         key: 'greet',
 *         title: 'Greet the chat',
 *         input: z.unknown(),
 *         run: () => {
 *           throw new Fault('chat.away', 'The chat is not connected', { kind: 'configuration' });
 *         },
 *       });
 *   }
 * }
 *
 * const runbook = new Runbook(createCoreHarness().createServices());
 * await runbook.initialize();
 * const plan = runbook.plan({
 *   id: 'opening',
 *   title: 'Opening',
 *   steps: [{ step: 'go-live' }, { step: 'greet' }],
 * });
 * const run = plan.ok ? runbook.execute(plan.value) : plan;
 * const result = run.ok ? await run.value.result : null;
 * result && runbook.report(result).split('\n');
 * // => ['Opening failed after 0 ms: The chat is not connected',
 * //     '  1 Go live: done (0 ms); undone',
 * //     '  2 Greet the chat: failed (0 ms): The chat is not connected']
 * await runbook.cleanup();
 * ```
 */
export abstract class CoreOrchestrator<TConfig extends object> extends PipelineOrchestrator<TConfig> {
  protected constructor(
    services: CoreServices,
    definition: OrchestratorDefinition<TConfig>,
    registry: StepRegistry = new StepRegistry(),
  ) {
    super(services, definition, registry, { concurrency: 1, waiting: 20 });
  }
}

export interface ServiceLimits {
  /** Maximum number of parallel runs; 8 by default. */
  readonly concurrency?: number;
  /** Maximum number of waiting runs; 1,000 by default. */
  readonly waiting?: number;
}

/**
 * Runs workflows across several services: many in parallel, within limits.
 *
 * @example
 * ```ts
 * class Clips extends ServiceOrchestrator<object> {
 *   constructor(services: CoreServices) {
 *     const definition = {
 *       id: 'clips',
 *       title: 'Clips',
 *       description: 'Cuts and posts clips',
 *       schema: z.object({}),
 *     };
 *     super(services, definition, new StepRegistry(), { concurrency: 1, waiting: 1 });
 *     this.registry.registerStep({
 *       key: 'cut',
 *       title: 'Cut a clip',
 *       input: z.unknown(),
 *       run: (_, { clock, signal }) => sleep(clock, 1_000, signal),
 *     });
 *   }
 * }
 *
 * const { clock, createServices } = createCoreHarness();
 * const clips = new Clips(createServices());
 * await clips.initialize();
 * const plan = clips.plan({ id: 'clip', title: 'Clip', steps: [{ step: 'cut' }] });
 * const runs = [1, 2, 3].map(() => (plan.ok ? clips.execute(plan.value) : plan));
 * runs.map(({ ok: accepted }) => accepted); // => [true, true, false]
 * await clock.advance(2_000);
 * clips.runs.length; // => 0
 * await clips.cleanup();
 * ```
 */
export abstract class ServiceOrchestrator<TConfig extends object> extends PipelineOrchestrator<TConfig> {
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

/** The policy for calls to one external system. */
export interface IntegrationPolicy {
  /** Timeout of one call, milliseconds; 10 s by default. */
  readonly timeoutMs?: number;
  /** Three attempts by default. Only for calls that may be repeated. */
  readonly retry?: RetryOptions | null;
  /** Consecutive failures that open the breaker; 5 by default. */
  readonly breakerFailures?: number;
  readonly breakerOpenMs?: number;
}

/**
 * Runs calls to external systems. All steps of a system share its breaker and have its timeout and retries,
 * unless a step has its own.
 *
 * @example
 * ```ts
 * class Helix extends IntegrationOrchestrator<object> {
 *   constructor(services: CoreServices) {
 *     super(services, { id: 'helix', title: 'Helix', description: 'Calls Twitch', schema: z.object({}) });
 *     const away = (): never => {
 *       throw new Fault('helix.away', 'Twitch does not answer', { kind: 'transient' });
 *     };
 *     this.registerCall(
 *       'Helix',
 *       { key: 'get-user', title: 'Look a user up', input: z.unknown(), run: away },
 *       { retry: null, breakerFailures: 1 },
 *     );
 *   }
 * }
 *
 * const helix = new Helix(createCoreHarness().createServices());
 * await helix.initialize();
 * const plan = helix.plan({ id: 'who', title: 'Who is it', steps: [{ step: 'get-user' }] });
 * const run = plan.ok ? helix.execute(plan.value) : plan;
 * run.ok && (await run.value.result).outcome; // => 'failed'
 * helix.breakers.get('Helix')?.state; // => 'open'
 * await helix.cleanup();
 * ```
 */
export abstract class IntegrationOrchestrator<TConfig extends object> extends PipelineOrchestrator<TConfig> {
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

  /** The breakers of all systems, to show, hold open and reset. */
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
    // Named one by one: a step may be a class instance, and a spread would lose its methods.
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
