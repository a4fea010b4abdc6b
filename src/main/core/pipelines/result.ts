import type { Fault } from '#shared/kernel/index.ts';

/** The outcome of one step of a run. */
export interface StepResult {
  readonly path: string;
  readonly key: string;
  readonly title: string;
  /** `planned`: a dry run; nothing was done. */
  readonly outcome: 'succeeded' | 'failed' | 'skipped' | 'cancelled' | 'planned';
  readonly attempts: number;
  readonly tookMs: number;
  readonly output: unknown;
  readonly fault: Fault | null;
  /** True when the step was undone afterwards; null when there was no reason to. */
  readonly undone: boolean | null;
}

/** The result of a run. Every run has one. */
export interface OrchestrationResult {
  readonly runId: string;
  readonly pipelineId: string;
  readonly title: string;
  readonly outcome: 'succeeded' | 'failed' | 'cancelled';
  readonly dryRun: boolean;
  /** In the order in which the steps ended. */
  readonly steps: readonly StepResult[];
  /** The reason why it did not succeed; null when it did. */
  readonly fault: Fault | null;
  /** Faults while undoing steps. */
  readonly compensationFaults: readonly Fault[];
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly tookMs: number;
}

const seconds = (ms: number): string =>
  ms < 1_000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 100) / 10} s`;

const stepLine = (step: StepResult): string => {
  const words = {
    succeeded: 'done',
    failed: 'failed',
    skipped: 'skipped',
    cancelled: 'cancelled',
    planned: 'would be done',
  }[step.outcome];
  const attempts = step.attempts > 1 ? `, ${step.attempts} attempts` : '';
  const time =
    step.outcome === 'planned' || step.outcome === 'skipped' ? '' : ` (${seconds(step.tookMs)}${attempts})`;
  const reason = step.fault ? `: ${step.fault.message}` : '';
  const back = step.undone === null ? '' : step.undone ? '; undone' : '; could not be undone';
  return `  ${step.path} ${step.title}: ${words}${time}${reason}${back}`;
};

/**
 * Describes a result in words: one line for the run, one for each step, one for each step that could not be
 * undone.
 *
 * @example
 * ```ts
 * const step = {
 *   path: '1',
 *   key: 'set-scene',
 *   title: 'Set the scene',
 *   attempts: 1,
 *   tookMs: 40,
 *   output: null,
 * };
 * reportRun({
 *   runId: 'run-1',
 *   pipelineId: 'opening',
 *   title: 'Opening',
 *   outcome: 'succeeded',
 *   dryRun: false,
 *   steps: [{ ...step, outcome: 'succeeded', fault: null, undone: null }],
 *   fault: null,
 *   compensationFaults: [],
 *   startedAt: 0,
 *   tookMs: 1_240,
 * }).split('\n'); // => ['Opening succeeded in 1.2 s', '  1 Set the scene: done (40 ms)']
 * ```
 */
export const reportRun = (result: OrchestrationResult): string => {
  const head = {
    succeeded: result.dryRun ? 'would run as follows' : `succeeded in ${seconds(result.tookMs)}`,
    failed: `failed after ${seconds(result.tookMs)}`,
    cancelled: `was cancelled after ${seconds(result.tookMs)}`,
  }[result.outcome];
  const reason = result.fault ? `: ${result.fault.message}` : '';
  const faults = result.compensationFaults.map((fault) => `  Not undone: ${fault.message}`);
  return [`${result.title} ${head}${reason}`, ...result.steps.map(stepLine), ...faults].join('\n');
};
