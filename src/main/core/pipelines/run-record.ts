import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import { stepProgressed } from '#shared/catalogue/topics/pipelines.ts';
import type { Clock } from '#shared/kernel/index.ts';
import type { AttemptHandle } from '../execution/attempt.ts';
import type { CoreServices } from '../core-services.ts';
import type { Logger } from '../logger.ts';
import type { Cancellation } from './cancellation.ts';
import type { PipelinePlan, PlannedNode } from './pipeline-plan.ts';
import type { StepResult } from './result.ts';
import type { OrchestrationContext } from './step.ts';

export type PlannedStepNode = Extract<PlannedNode, { kind: 'step' }>;

export interface RunOptions {
  readonly source: string;
  readonly logger: Logger;
  readonly dryRun?: boolean;
  /** Cancels the run from outside, in addition to {@link PipelineRun.cancel}. */
  readonly signal?: AbortSignal;
  /** Timeout for undoing one step, milliseconds; 10 s by default. */
  readonly compensationTimeoutMs?: number;
}

/** A finished step that can be undone. */
export interface DoneStep {
  readonly node: PlannedStepNode;
  readonly path: string;
  readonly output: unknown;
  /** Index of its result among the results of the run. */
  readonly index: number;
}

/** A running step. */
export interface CurrentStep {
  readonly title: string;
  /** Cancels only this step. */
  readonly cancellation: Cancellation;
  /** Progress, 0 to 1; null while it reports none. */
  share: number | null;
}

/** The progress of a run and its events. All parts of a run share one. */
export class RunRecord {
  readonly runId: string;
  readonly plan: PipelinePlan;
  readonly services: CoreServices;
  readonly options: RunOptions;
  /** In the order in which they ended. */
  readonly steps: StepResult[] = [];
  readonly undo: DoneStep[] = [];
  readonly current = new Map<string, CurrentStep>();
  readonly #outputs = new Map<string, unknown>();
  #previous: unknown;

  constructor(plan: PipelinePlan, services: CoreServices, options: RunOptions) {
    this.runId = services.ids.next();
    this.plan = plan;
    this.services = services;
    this.options = options;
  }

  get clock(): Clock {
    return this.services.clock;
  }

  get dryRun(): boolean {
    return this.options.dryRun ?? false;
  }

  /** Records a successful result, for later steps and for undoing it. */
  succeeded(node: PlannedStepNode, result: StepResult): void {
    const { path, output } = result;
    this.#outputs.set(path, output);
    this.#previous = output;
    const index = this.steps.push(result) - 1;
    if (node.step.compensate) this.undo.push({ node, path, output, index });
  }

  /** Creates the context of a step or a check. */
  contextFor(path: string, handle: AttemptHandle): OrchestrationContext {
    return new StepContext(this, path, handle);
  }

  get outputs(): ReadonlyMap<string, unknown> {
    return this.#outputs;
  }

  /** The output of the last successful step. */
  get previous(): unknown {
    return this.#previous;
  }

  /** Records the progress that a running step reports. */
  progressed(path: string, share: number, message: string): void {
    const current = this.current.get(path);
    if (!current) return;
    current.share = Math.min(1, Math.max(0, share));
    this.emit(stepProgressed({ path, share: current.share, ...this.ids }, { sentence: message }));
  }

  /** The ids of this run in event data. */
  get ids(): { readonly runId: string; readonly pipelineId: string } {
    return { runId: this.runId, pipelineId: this.plan.pipelineId };
  }

  emit(draft: TopicDraft): void {
    this.services.bus.emit(this.options.source, draft);
  }
}

/**
 * A class, so that its signal is created on demand: a literal with an accessor costs more than most steps.
 */
class StepContext implements OrchestrationContext {
  readonly runId: string;
  readonly pipelineId: string;
  readonly path: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly outputs: ReadonlyMap<string, unknown>;
  readonly previous: unknown;
  /** A function property: steps destructure it from the context. */
  readonly progress: (share: number, message: string) => void;
  readonly #handle: AttemptHandle;

  constructor(record: RunRecord, path: string, handle: AttemptHandle) {
    this.runId = record.runId;
    this.pipelineId = record.plan.pipelineId;
    this.path = path;
    this.clock = record.clock;
    this.logger = record.options.logger;
    this.outputs = record.outputs;
    this.previous = record.previous;
    this.progress = (share, message) => record.progressed(path, share, message);
    this.#handle = handle;
  }

  get signal(): AbortSignal {
    return this.#handle.signal;
  }
}
