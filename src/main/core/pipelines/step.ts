import type { z } from 'zod';
import type { Clock } from '#shared/kernel/index.ts';
import type { CircuitBreaker } from '../execution/circuit-breaker.ts';
import type { RetryOptions } from '../execution/safe-execute.ts';
import type { Logger } from '../logger.ts';

/** The context of a running step. */
export interface OrchestrationContext {
  readonly runId: string;
  readonly pipelineId: string;
  /** The step's path in the pipeline: `2.1`, with `#3` in the third round of a loop. */
  readonly path: string;
  /** Aborts when the run is cancelled, the step is skipped, or its time limit is reached. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The outputs of earlier steps of this run, by path. */
  readonly outputs: ReadonlyMap<string, unknown>;
  /** The output of the previous step; undefined for the first. */
  readonly previous: unknown;
  /** Reports progress, 0 to 1, with a few words. */
  progress(share: number, message: string): void;
}

/** One operation that pipelines can use. Created once and used by many runs: it keeps no state. */
export interface Step<TInput = unknown, TOutput = unknown> {
  /** Verb-object: `set-scene`. */
  readonly key: string;
  readonly title: string;
  /** Schema of the step's input. A pipeline with an invalid input is refused before it runs. */
  readonly input: z.ZodType<TInput>;
  /** Describes the effect with this input, in a sentence; shown before a run and in a dry run. */
  describe?(input: TInput): string;
  run(input: TInput, context: OrchestrationContext): TOutput | Promise<TOutput>;
  /** Undoes `run` when a later step fails or the run is cancelled. */
  compensate?(input: TInput, output: TOutput, context: OrchestrationContext): void | Promise<void>;
  /** Timeout of one attempt, milliseconds. */
  readonly timeoutMs?: number;
  /** Only for steps that may be repeated. */
  readonly retry?: RetryOptions;
  /** Keeps calls away from a failing service. */
  readonly breaker?: CircuitBreaker;
}

/** A condition that a pipeline can evaluate for a decision. Evaluating it changes nothing. */
export interface Check<TInput = unknown> {
  readonly key: string;
  readonly title: string;
  readonly input: z.ZodType<TInput>;
  /** Answers within 10 s, or the run fails. */
  holds(input: TInput, context: OrchestrationContext): boolean | Promise<boolean>;
}
