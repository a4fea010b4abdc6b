import type { z } from 'zod';
import type { Clock } from '#shared/kernel/index.ts';
import type { CircuitBreaker } from '../execution/circuit-breaker.ts';
import type { RetryOptions } from '../execution/safe-execute.ts';
import type { Logger } from '../logger.ts';

/** What a step is given while it runs. */
export interface OrchestrationContext {
  readonly runId: string;
  readonly pipelineId: string;
  /** Where in the pipeline the step stands: `2.1`, with `#3` in the third round of a loop. */
  readonly path: string;
  /** Aborts when the run is cancelled, the step is skipped, or its time is over. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What earlier steps of this run gave back, by their path. */
  readonly outputs: ReadonlyMap<string, unknown>;
  /** What the step before this one gave back; undefined for the first. */
  readonly previous: unknown;
  /** Tells how far the step is, 0 to 1, and in what, in a few words. */
  progress(share: number, message: string): void;
}

/** One thing that a pipeline can do. Made once, used by many runs: it keeps no state of its own. */
export interface Step<TInput = unknown, TOutput = unknown> {
  /** Verb-object: `set-scene`. */
  readonly key: string;
  readonly title: string;
  /** What the step is told. A pipeline whose input does not fit is refused before it runs. */
  readonly input: z.ZodType<TInput>;
  /** What the step would do with this input, in a sentence; shown before and instead of a run. */
  describe?(input: TInput): string;
  run(input: TInput, context: OrchestrationContext): TOutput | Promise<TOutput>;
  /** Takes back what `run` did, when a later step fails or the run is cancelled. */
  compensate?(input: TInput, output: TOutput, context: OrchestrationContext): void | Promise<void>;
  /** Time for one attempt, milliseconds. */
  readonly timeoutMs?: number;
  /** Only for steps that may be done twice. */
  readonly retry?: RetryOptions;
  /** Keeps calls away from a service that fails. */
  readonly breaker?: CircuitBreaker;
}

/** A question that a pipeline can ask in order to decide. Asking changes nothing. */
export interface Check<TInput = unknown> {
  readonly key: string;
  readonly title: string;
  readonly input: z.ZodType<TInput>;
  /** Answers within 10 s, or the run fails. */
  holds(input: TInput, context: OrchestrationContext): boolean | Promise<boolean>;
}
