import {
  pipelineFinished,
  pipelinePaused,
  pipelineResumed,
  pipelineStarted,
} from '#shared/catalogue/topics/pipelines.ts';
import { Fault, type Result } from '#shared/kernel/index.ts';
import type { CoreServices } from '../core-services.ts';
import { Cancellation } from './cancellation.ts';
import { compensate } from './compensation.ts';
import type { PipelinePlan } from './pipeline-plan.ts';
import { PlanWalk } from './plan-walk.ts';
import type { OrchestrationResult } from './result.ts';
import { RunRecord, type RunOptions } from './run-record.ts';
import { StepRunner } from './step-runner.ts';

/** The progress of a run. */
export interface RunProgress {
  readonly state: 'waiting' | 'running' | 'paused' | 'taking-back' | 'finished';
  /** Number of ended steps, out of all steps of the plan; a loop may end a step more than once. */
  readonly done: number;
  readonly planned: number;
  /** Running steps, with their progress when they report it. */
  readonly current: readonly {
    readonly path: string;
    readonly title: string;
    readonly share: number | null;
  }[];
}

/** One run of a plan: it can be watched, paused and cancelled, and single steps can be skipped. */
export class PipelineRun {
  readonly plan: PipelinePlan;
  readonly result: Promise<OrchestrationResult>;
  readonly #record: RunRecord;
  readonly #steps: StepRunner;
  readonly #cancellation = new Cancellation();
  readonly #finished = Promise.withResolvers<OrchestrationResult>();
  #state: RunProgress['state'] = 'waiting';
  /** The promise that steps wait for while the run is paused. */
  #gate: PromiseWithResolvers<void> | null = null;

  constructor(plan: PipelinePlan, services: CoreServices, options: RunOptions) {
    this.plan = plan;
    this.#record = new RunRecord(plan, services, options);
    this.#steps = new StepRunner(this.#record, () => this.#gate?.promise ?? null);
    this.result = this.#finished.promise;
  }

  get id(): string {
    return this.#record.runId;
  }

  get progress(): RunProgress {
    const { steps, current } = this.#record;
    return {
      state: this.#state,
      done: steps.length,
      planned: this.plan.steps.length,
      current: [...current].map(([path, { title, share }]) => ({ path, title, share })),
    };
  }

  /** Cancels the run: aborts running steps and undoes finished ones. */
  cancel(reason = 'It was cancelled by hand'): void {
    this.#cancellation.cancel(new Fault('pipeline.cancelled', reason, { kind: 'dependency' }));
    this.#openGate();
  }

  /** Starts no further step until {@link resume}. Running steps continue. */
  pause(): void {
    if (this.#state !== 'running') return;
    this.#gate = Promise.withResolvers();
    this.#state = 'paused';
    this.#record.emit(pipelinePaused(this.#record.ids, this.plan));
  }

  resume(): void {
    if (this.#openGate()) this.#record.emit(pipelineResumed(this.#record.ids, this.plan));
  }

  /** Skips a step: aborts a running one, does not start a future one. */
  skip(path: string): void {
    this.#steps.skip(path);
  }

  /** Runs the plan. Called once; resolves with the result, never rejects. */
  start(): Promise<OrchestrationResult> {
    const { correlation } = this.#record.services.bus;
    const depth = correlation.current?.depth ?? 0;
    return correlation.run({ correlationId: this.id, causeId: null, depth }, () => this.#run());
  }

  #openGate(): boolean {
    if (!this.#gate) return false;
    this.#gate.resolve();
    this.#gate = null;
    this.#state = 'running';
    return true;
  }

  async #run(): Promise<OrchestrationResult> {
    const { clock, options } = this.#record;
    const startedAt = clock.now();
    const beganAt = clock.monotonic();
    const onAbort = (): void => this.cancel();
    if (options.signal?.aborted) this.cancel();
    else options.signal?.addEventListener('abort', onAbort, { once: true });
    this.#state = 'running';
    this.#record.emit(pipelineStarted({ ...this.#record.ids, steps: this.plan.steps.length }, this.plan));
    const outcome = await new PlanWalk(this.#record, this.#steps).run(this.plan.root, '', this.#cancellation);
    const cancelled = this.#cancellation.aborted;
    // It may have ended while it was paused; resuming must have no effect.
    this.#gate = null;
    let compensationFaults: readonly Fault[] = [];
    if (!outcome.ok) {
      this.#state = 'taking-back';
      compensationFaults = await compensate(this.#record);
    }
    options.signal?.removeEventListener('abort', onAbort);
    const result = this.#conclude(outcome, cancelled, {
      compensationFaults,
      startedAt,
      tookMs: clock.monotonic() - beganAt,
    });
    this.#finished.resolve(result);
    return result;
  }

  #conclude(
    ended: Result<void, Fault>,
    cancelled: boolean,
    rest: Pick<OrchestrationResult, 'compensationFaults' | 'startedAt' | 'tookMs'>,
  ): OrchestrationResult {
    const { title, pipelineId } = this.plan;
    const outcome = ended.ok ? 'succeeded' : cancelled ? 'cancelled' : 'failed';
    this.#state = 'finished';
    const reason = ended.ok ? null : ended.error.message;
    const data = { outcome, tookMs: rest.tookMs, ...this.#record.ids } as const;
    this.#record.emit(pipelineFinished(data, { title, reason }));
    return {
      runId: this.id,
      pipelineId,
      title,
      outcome,
      dryRun: this.#record.dryRun,
      steps: this.#record.steps,
      fault: ended.ok ? null : ended.error,
      ...rest,
    };
  }
}
