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
  /** Whoever gives this can cancel the run by it, beside {@link PipelineRun.cancel}. */
  readonly signal?: AbortSignal;
  /** Time for taking back one step, milliseconds; 10 s unless said otherwise. */
  readonly compensationTimeoutMs?: number;
}

/** A step that was done and can be taken back. */
export interface DoneStep {
  readonly node: PlannedStepNode;
  readonly path: string;
  readonly output: unknown;
  /** Which of the run's results is its own. */
  readonly index: number;
}

/** A step under way. */
export interface CurrentStep {
  readonly title: string;
  /** Ends this step alone. */
  readonly cancellation: Cancellation;
  /** 0 to 1; null while it does not tell. */
  share: number | null;
}

/** What a run has done so far, and how it tells. All parts of a run write to one. */
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

  /** Keeps a result that ended well, for the steps to come and for taking it back. */
  succeeded(node: PlannedStepNode, result: StepResult): void {
    const { path, output } = result;
    this.#outputs.set(path, output);
    this.#previous = output;
    const index = this.steps.push(result) - 1;
    if (node.step.compensate) this.undo.push({ node, path, output, index });
  }

  /** What a step or a check is given. */
  contextFor(path: string, handle: AttemptHandle): OrchestrationContext {
    return new StepContext(this, path, handle);
  }

  get outputs(): ReadonlyMap<string, unknown> {
    return this.#outputs;
  }

  /** What the last step gave back that ended well. */
  get previous(): unknown {
    return this.#previous;
  }

  /** Takes in what a step under way tells of itself. */
  progressed(path: string, share: number, message: string): void {
    const current = this.current.get(path);
    if (!current) return;
    current.share = Math.min(1, Math.max(0, share));
    this.emit(stepProgressed({ path, share: current.share, ...this.ids }, { sentence: message }));
  }

  /** The data by which an event names this run. */
  get ids(): { readonly runId: string; readonly pipelineId: string } {
    return { runId: this.runId, pipelineId: this.plan.pipelineId };
  }

  emit(draft: TopicDraft): void {
    this.services.bus.emit(this.options.source, draft);
  }
}

/** A class, so that its signal can be made when it is read: a literal with an accessor costs more than most steps. */
class StepContext implements OrchestrationContext {
  readonly runId: string;
  readonly pipelineId: string;
  readonly path: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly outputs: ReadonlyMap<string, unknown>;
  readonly previous: unknown;
  /** A function of its own: steps take it out of the context. */
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
