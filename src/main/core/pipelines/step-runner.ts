import { stepFailed, stepSkipped, stepStarted, stepSucceeded } from '#shared/catalogue/topics/pipelines.ts';
import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import { executeLazily, type ExecuteTrace } from '../execution/safe-execute.ts';
import { Cancellation } from './cancellation.ts';
import type { StepResult } from './result.ts';
import type { PlannedStepNode, RunRecord } from './run-record.ts';

const skippedByHand = new Fault('pipeline.skipped', 'The step was skipped by hand', { kind: 'dependency' });

/** Returns the fault of a cancelled part of a run. */
export const cancelledBy = (cancellation: Cancellation): Fault =>
  Fault.from(cancellation.reason, 'pipeline.cancelled');

/** Waits for the turn, or until the wait is cancelled. */
const eitherOf = async (turn: Promise<void>, around: Cancellation): Promise<void> => {
  const cancelled = Promise.withResolvers<void>();
  around.addEventListener('abort', cancelled.resolve);
  await Promise.race([turn, cancelled.promise]);
  around.removeEventListener('abort', cancelled.resolve);
};

/** The effort of a step. */
type Effort = { readonly attempts: number; readonly tookMs: number };
const none: Effort = { attempts: 0, tookMs: 0 };

const resultOf = (
  { step }: PlannedStepNode,
  path: string,
  outcome: StepResult['outcome'],
  { attempts, tookMs }: Effort = none,
  output?: unknown,
  fault: Fault | null = null,
): StepResult => ({
  path,
  key: step.key,
  title: step.title,
  outcome,
  attempts,
  tookMs,
  output,
  fault,
  undone: null,
});

/** Runs single steps under their limits, waiting for their turn and skipping the skipped ones. */
export class StepRunner {
  readonly #record: RunRecord;
  readonly #waitForTurn: () => Promise<void> | null;
  readonly #skips = new Set<string>();

  /** `waitForTurn` returns the promise to await while the run is paused. */
  constructor(record: RunRecord, waitForTurn: () => Promise<void> | null) {
    this.#record = record;
    this.#waitForTurn = waitForTurn;
  }

  /** Skips a step: aborts a running one, does not start a future one. */
  skip(path: string): void {
    const current = this.#record.current.get(path);
    if (current) current.cancellation.cancel(skippedByHand);
    else this.#skips.add(path);
  }

  async run(node: PlannedStepNode, path: string, around: Cancellation): Promise<Result<void, Fault>> {
    const record = this.#record;
    for (let turn = this.#waitForTurn(); turn && !around.aborted; turn = this.#waitForTurn())
      await eitherOf(turn, around);
    if (around.aborted) return err(cancelledBy(around));
    const { step } = node;
    if (this.#skips.has(path) || this.#skips.has(node.path)) {
      record.steps.push(resultOf(node, path, 'skipped'));
      record.emit(stepSkipped({ path, key: step.key, ...record.ids }, { title: step.title }));
      return ok(undefined);
    }
    if (record.dryRun) {
      record.steps.push(resultOf(node, path, 'planned'));
      return ok(undefined);
    }
    const cancellation = new Cancellation(around);
    record.current.set(path, { title: step.title, share: null, cancellation });
    record.emit(stepStarted({ path, key: step.key, ...record.ids }, { sentence: node.words.begins }));
    const beganAt = record.clock.monotonic();
    const trace: ExecuteTrace = { attempts: 0, fellBack: null };
    const outcome = await executeLazily(
      step.title,
      (handle) => step.run(node.input, record.contextFor(path, handle)),
      { ...node.limits, signal: cancellation },
      record.services,
      trace,
    );
    cancellation[Symbol.dispose]();
    record.current.delete(path);
    const tookMs = record.clock.monotonic() - beganAt;
    return this.#conclude(node, path, outcome, around, cancellation, { attempts: trace.attempts, tookMs });
  }

  /** Records and publishes the outcome of a step. Returns the fault that ends the run, if any. */
  #conclude(
    node: PlannedStepNode,
    path: string,
    outcome: Result<unknown, Fault>,
    around: Cancellation,
    own: Cancellation,
    effort: Effort,
  ): Result<void, Fault> {
    const record = this.#record;
    const { step } = node;
    const data = { path, key: step.key, attempts: effort.attempts, tookMs: effort.tookMs, ...record.ids };
    if (outcome.ok) {
      record.succeeded(node, resultOf(node, path, 'succeeded', effort, outcome.value));
      record.emit(stepSucceeded(data, { sentence: node.words.done }));
      return ok(undefined);
    }
    if (own.aborted && !around.aborted) {
      record.steps.push(resultOf(node, path, 'skipped', effort));
      record.emit(stepSkipped(data, { title: step.title }));
      return ok(undefined);
    }
    const fault = outcome.error;
    record.steps.push(
      resultOf(node, path, around.aborted ? 'cancelled' : 'failed', effort, undefined, fault),
    );
    record.emit(stepFailed({ ...data, code: fault.code }, { title: step.title, reason: fault.message }));
    return node.onFailure === 'continue' && !around.aborted ? ok(undefined) : err(fault);
  }
}
