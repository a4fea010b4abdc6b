import { err, Fault, ok, type JsonObject, type Result } from '#shared/kernel/index.ts';
import type { Component } from '../component.ts';
import type { CoreServices } from '../core-services.ts';
import type { PipelinePlan } from './pipeline-plan.ts';
import { PipelineRun } from './pipeline-run.ts';
import type { RunOptions } from './run-record.ts';

export interface RunQueueOptions {
  /** Maximum number of parallel runs. */
  readonly concurrency: number;
  /** Maximum number of waiting runs; one more is refused. */
  readonly waiting: number;
}

/** The runs of a pipeline orchestrator: a component, so that they end when it stops. */
export class RunQueue implements Component {
  readonly #options: RunQueueOptions;
  readonly #services: CoreServices;
  readonly #active = new Set<PipelineRun>();
  readonly #waiting: PipelineRun[] = [];
  #open = false;

  constructor(services: CoreServices, options: RunQueueOptions) {
    this.#services = services;
    this.#options = options;
  }

  get active(): readonly PipelineRun[] {
    return [...this.#active];
  }

  get waiting(): readonly PipelineRun[] {
    return [...this.#waiting];
  }

  initialize(): void {
    this.#open = true;
  }

  async cleanup(): Promise<void> {
    this.#open = false;
    const runs = [...this.#active, ...this.#waiting];
    for (const run of runs) run.cancel('The orchestrator stops');
    // A waiting run executes no step but ends with a result like any other.
    for (const run of this.#waiting.splice(0)) void this.#begin(run);
    await Promise.all(runs.map((run) => run.result));
  }

  getStatus(): JsonObject {
    const describe = (run: PipelineRun): JsonObject => {
      const { state, done, planned } = run.progress;
      return { runId: run.id, pipeline: run.plan.title, state, done, planned };
    };
    return { running: this.active.map(describe), waiting: this.waiting.map(describe) };
  }

  getFact(): string | null {
    if (this.#active.size === 0) return 'Nothing is running';
    const behind = this.#waiting.length === 0 ? '' : `, ${this.#waiting.length} waiting`;
    return `${this.#active.size} running${behind}`;
  }

  /** Starts a run now, or as soon as there is room. */
  add(plan: PipelinePlan, options: RunOptions): Result<PipelineRun, Fault> {
    if (!this.#open) {
      return err(
        new Fault(
          'pipeline.not-running',
          `"${plan.title}" cannot run: ${options.source} is not running. Start it`,
          {
            kind: 'dependency',
            action: { kind: 'start-component', label: 'Start it', target: options.source },
          },
        ),
      );
    }
    const full = this.#active.size >= this.#options.concurrency;
    if (full && this.#waiting.length >= this.#options.waiting) {
      return err(
        new Fault(
          'pipeline.busy',
          `"${plan.title}" cannot run: ${this.#active.size} run already and ${this.#waiting.length} wait. Try again when one has ended`,
          { kind: 'transient', status: 'conflict' },
        ),
      );
    }
    const run = new PipelineRun(plan, this.#services, options);
    if (full) this.#waiting.push(run);
    else void this.#begin(run);
    return ok(run);
  }

  async #begin(run: PipelineRun): Promise<void> {
    this.#active.add(run);
    await run.start();
    this.#active.delete(run);
    const next = this.#open ? this.#waiting.shift() : undefined;
    if (next) void this.#begin(next);
  }
}
