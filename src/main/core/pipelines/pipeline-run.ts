import { assertNever, err, Fault, ok, sleep, type Result } from '#shared/kernel/index.ts';
import type { CoreServices } from '../core-services.ts';
import { execute, type ExecuteTrace } from '../execution/safe-execute.ts';
import { callAsync, settleWithin } from '../execution/time-limit.ts';
import type { Logger } from '../logger.ts';
import type { PipelinePlan, PlannedCheck, PlannedNode } from './pipeline-plan.ts';
import type { OrchestrationResult, StepResult } from './result.ts';
import type { OrchestrationContext } from './step.ts';

type PlannedStepNode = Extract<PlannedNode, { kind: 'step' }>;

/** What a run is doing now. */
export interface RunProgress {
  readonly state: 'waiting' | 'running' | 'paused' | 'taking-back' | 'finished';
  /** Steps that have ended, of all that the plan names; a loop may end a step more than once. */
  readonly done: number;
  readonly planned: number;
  /** Steps under way, with how far they are where they tell. */
  readonly current: readonly {
    readonly path: string;
    readonly title: string;
    readonly share: number | null;
  }[];
}

export interface RunOptions {
  readonly source: string;
  readonly logger: Logger;
  readonly dryRun?: boolean;
  /** Whoever gives this can cancel the run by it, beside {@link PipelineRun.cancel}. */
  readonly signal?: AbortSignal;
  /** Time for taking back one step, milliseconds; 10 s unless said otherwise. */
  readonly compensationTimeoutMs?: number;
}

type Done = {
  readonly node: PlannedStepNode;
  readonly path: string;
  readonly output: unknown;
  readonly index: number;
};

const skipped = new Fault('pipeline.skipped', 'The step was skipped by hand', { kind: 'dependency' });

/** One run of a plan: it can be watched, paused, cancelled, and single steps of it skipped. */
export class PipelineRun {
  readonly id: string;
  readonly plan: PipelinePlan;
  readonly result: Promise<OrchestrationResult>;
  readonly #services: CoreServices;
  readonly #options: RunOptions;
  readonly #controller = new AbortController();
  readonly #finished = Promise.withResolvers<OrchestrationResult>();
  readonly #steps: StepResult[] = [];
  readonly #outputs = new Map<string, unknown>();
  readonly #undo: Done[] = [];
  readonly #current = new Map<string, { title: string; share: number | null; skip: AbortController }>();
  readonly #skips = new Set<string>();
  #state: RunProgress['state'] = 'waiting';
  #gate: PromiseWithResolvers<void> | null = null;
  #previous: unknown;

  constructor(plan: PipelinePlan, services: CoreServices, options: RunOptions) {
    this.id = services.ids.next();
    this.plan = plan;
    this.#services = services;
    this.#options = options;
    this.result = this.#finished.promise;
  }

  get progress(): RunProgress {
    return {
      state: this.#state,
      done: this.#steps.length,
      planned: this.plan.steps.length,
      current: [...this.#current].map(([path, { title, share }]) => ({ path, title, share })),
    };
  }

  /** Ends the run: what is under way is aborted, what was done is taken back. */
  cancel(reason = 'It was cancelled by hand'): void {
    this.#controller.abort(new Fault('pipeline.cancelled', reason, { kind: 'dependency' }));
    this.#openGate();
  }

  /** Begins no further step until {@link resume}. A step under way goes on. */
  pause(): void {
    if (this.#state !== 'running' || this.#gate) return;
    this.#gate = Promise.withResolvers();
    this.#state = 'paused';
    this.#emit('pipeline.paused', `${this.plan.title} is paused`, {});
  }

  resume(): void {
    if (!this.#openGate()) return;
    this.#emit('pipeline.resumed', `${this.plan.title} goes on`, {});
  }

  #openGate(): boolean {
    if (!this.#gate) return false;
    this.#gate.resolve();
    this.#gate = null;
    this.#state = 'running';
    return true;
  }

  /** Leaves a step out: one under way is aborted, one to come is not begun. */
  skip(path: string): void {
    const current = this.#current.get(path);
    if (current) current.skip.abort(skipped);
    else this.#skips.add(path);
  }

  /** Runs it. Called once; resolves with the result, never rejects. */
  async start(): Promise<OrchestrationResult> {
    const { bus, clock } = this.#services;
    const { signal } = this.#options;
    const depth = bus.correlation.current?.depth ?? 0;
    return bus.correlation.run({ correlationId: this.id, causeId: null, depth }, async () => {
      const startedAt = clock.now();
      const beganAt = clock.monotonic();
      const onAbort = (): void => this.cancel();
      if (signal?.aborted) this.cancel();
      else signal?.addEventListener('abort', onAbort, { once: true });
      this.#state = 'running';
      this.#emit('pipeline.started', `${this.plan.title} begins`, { steps: this.plan.steps.length });
      const outcome = await this.#run(this.plan.root, '', this.#controller.signal);
      const cancelled = this.#controller.signal.aborted;
      const compensationFaults = outcome.ok ? [] : await this.#takeBack();
      signal?.removeEventListener('abort', onAbort);
      const result: OrchestrationResult = {
        runId: this.id,
        pipelineId: this.plan.pipelineId,
        title: this.plan.title,
        outcome: outcome.ok ? 'succeeded' : cancelled ? 'cancelled' : 'failed',
        dryRun: this.#options.dryRun ?? false,
        steps: this.#steps,
        fault: outcome.ok ? null : outcome.error,
        compensationFaults,
        startedAt,
        tookMs: clock.monotonic() - beganAt,
      };
      this.#state = 'finished';
      this.#emit(
        'pipeline.finished',
        `${this.plan.title} ${result.outcome === 'succeeded' ? 'succeeded' : `${result.outcome}: ${result.fault?.message ?? ''}`}`,
        {
          outcome: result.outcome,
          tookMs: result.tookMs,
        },
      );
      this.#finished.resolve(result);
      return result;
    });
  }

  async #run(node: PlannedNode, round: string, signal: AbortSignal): Promise<Result<void, Fault>> {
    switch (node.kind) {
      case 'step':
        return this.#runStep(node, `${node.path}${round}`, signal);
      case 'sequence':
        for (const child of node.children) {
          const outcome = await this.#run(child, round, signal);
          if (!outcome.ok) return outcome;
        }
        return ok(undefined);
      case 'parallel':
        return this.#runParallel(node, round, signal);
      case 'choice': {
        const answer = await this.#ask(node.question, `${node.path}${round}`, signal);
        if (!answer.ok) return answer;
        const chosen = answer.value ? node.chosen : node.otherwise;
        return chosen ? this.#run(chosen, round, signal) : ok(undefined);
      }
      case 'loop':
        return this.#runLoop(node, round, signal);
      case 'wait':
        return this.#options.dryRun ? ok(undefined) : this.#sleep(node.ms, signal);
      case 'wait-for':
        return this.#options.dryRun ? ok(undefined) : this.#waitFor(node, `${node.path}${round}`, signal);
      default:
        return assertNever(node);
    }
  }

  async #runParallel(
    node: Extract<PlannedNode, { kind: 'parallel' }>,
    round: string,
    signal: AbortSignal,
  ): Promise<Result<void, Fault>> {
    const branches = new AbortController();
    const both = AbortSignal.any([signal, branches.signal]);
    const open = [...node.children];
    let failure: Fault | null = null;
    const work = async (): Promise<void> => {
      for (let child = open.shift(); child && failure === null; child = open.shift()) {
        const outcome = await this.#run(child, round, both);
        if (outcome.ok || failure) continue;
        failure = outcome.error;
        // The other branches end as soon as they can: their work would only have to be taken back.
        branches.abort(
          new Fault('pipeline.branch-failed', `Another branch failed: ${failure.message}`, {
            kind: 'dependency',
          }),
        );
      }
    };
    await Promise.all(Array.from({ length: Math.min(node.concurrency, node.children.length) }, work));
    return failure ? err(failure) : ok(undefined);
  }

  async #runLoop(
    node: Extract<PlannedNode, { kind: 'loop' }>,
    round: string,
    signal: AbortSignal,
  ): Promise<Result<void, Fault>> {
    const rounds = this.#options.dryRun ? 1 : node.rounds;
    for (let count = 1; count <= rounds; count++) {
      const inner = `${round}#${count}`;
      if (node.question) {
        const answer = await this.#ask(node.question, `${node.path}${inner}`, signal);
        if (!answer.ok) return answer;
        if (!answer.value) return ok(undefined);
      }
      const outcome = await this.#run(node.body, inner, signal);
      if (!outcome.ok) return outcome;
    }
    return ok(undefined);
  }

  async #waitFor(
    node: Extract<PlannedNode, { kind: 'wait-for' }>,
    path: string,
    signal: AbortSignal,
  ): Promise<Result<void, Fault>> {
    const { clock } = this.#services;
    const until = clock.monotonic() + node.timeoutMs;
    for (;;) {
      const answer = await this.#ask(node.question, path, signal);
      if (!answer.ok) return answer;
      if (answer.value) return ok(undefined);
      const left = until - clock.monotonic();
      if (left <= 0) {
        const what = node.question.check.title;
        return err(
          new Fault('pipeline.waited-too-long', `"${what}" was not so within ${node.timeoutMs} ms`, {
            kind: 'transient',
          }),
        );
      }
      const slept = await this.#sleep(Math.min(node.everyMs, left), signal);
      if (!slept.ok) return slept;
    }
  }

  async #sleep(ms: number, signal: AbortSignal): Promise<Result<void, Fault>> {
    try {
      await sleep(this.#services.clock, ms, signal);
      return ok(undefined);
    } catch (reason) {
      return err(Fault.from(reason, 'pipeline.cancelled'));
    }
  }

  async #ask(question: PlannedCheck, path: string, signal: AbortSignal): Promise<Result<boolean, Fault>> {
    if (signal.aborted) return err(Fault.from(signal.reason, 'pipeline.cancelled'));
    try {
      const holds = await question.check.holds(question.input, this.#contextFor(path, signal));
      return ok(holds !== question.not);
    } catch (thrown) {
      return err(Fault.from(thrown, 'pipeline.check-failed'));
    }
  }

  async #runStep(node: PlannedStepNode, path: string, signal: AbortSignal): Promise<Result<void, Fault>> {
    while (this.#gate && !signal.aborted) await this.#gate.promise;
    if (signal.aborted) return err(Fault.from(signal.reason, 'pipeline.cancelled'));
    const { step } = node;
    const base = {
      path,
      key: step.key,
      title: step.title,
      attempts: 0,
      tookMs: 0,
      output: undefined,
      fault: null,
      takenBack: null,
    };
    if (this.#skips.has(path) || this.#skips.has(node.path)) {
      this.#steps.push({ ...base, outcome: 'skipped' });
      this.#emit('step.skipped', `${step.title} was skipped`, { path, key: step.key });
      return ok(undefined);
    }
    if (this.#options.dryRun) {
      this.#steps.push({ ...base, outcome: 'planned' });
      return ok(undefined);
    }
    return this.#attempt(node, path, signal, base);
  }

  async #attempt(
    node: PlannedStepNode,
    path: string,
    signal: AbortSignal,
    base: Omit<StepResult, 'outcome'>,
  ): Promise<Result<void, Fault>> {
    const { clock } = this.#services;
    const { step } = node;
    const skip = new AbortController();
    this.#current.set(path, { title: step.title, share: null, skip });
    this.#emit('step.started', `${step.title} begins`, { path, key: step.key }, 'debug');
    const beganAt = clock.monotonic();
    const trace: ExecuteTrace = { attempts: 0, fellBack: null };
    const outcome = await execute(
      step.title,
      (attemptSignal) => step.run(node.input, this.#contextFor(path, attemptSignal)),
      {
        signal: AbortSignal.any([signal, skip.signal]),
        ...(node.timeoutMs !== null && { timeoutMs: node.timeoutMs }),
        ...(node.retry && { retry: node.retry }),
        ...(step.breaker && { breaker: step.breaker }),
      },
      this.#services,
      trace,
    );
    this.#current.delete(path);
    const ended = { ...base, attempts: trace.attempts, tookMs: clock.monotonic() - beganAt };
    const data = { path, key: step.key, tookMs: ended.tookMs, attempts: ended.attempts };
    if (outcome.ok) {
      this.#outputs.set(path, outcome.value);
      this.#previous = outcome.value;
      const index = this.#steps.push({ ...ended, outcome: 'succeeded', output: outcome.value }) - 1;
      if (step.compensate) this.#undo.push({ node, path, output: outcome.value, index });
      this.#emit('step.succeeded', `${step.title} is done`, data, 'debug');
      return ok(undefined);
    }
    const fault = outcome.error;
    if (skip.signal.aborted && !signal.aborted) {
      this.#steps.push({ ...ended, outcome: 'skipped' });
      this.#emit('step.skipped', `${step.title} was skipped`, data);
      return ok(undefined);
    }
    this.#steps.push({ ...ended, outcome: signal.aborted ? 'cancelled' : 'failed', fault });
    this.#emit(
      'step.failed',
      `${step.title} failed: ${fault.message}`,
      { ...data, code: fault.code },
      'warning',
    );
    return node.onFailure === 'continue' && !signal.aborted ? ok(undefined) : err(fault);
  }

  /** Takes back what was done, last first. Goes on when something cannot be taken back, and says so. */
  async #takeBack(): Promise<readonly Fault[]> {
    const { clock } = this.#services;
    const limitMs = this.#options.compensationTimeoutMs ?? 10_000;
    const faults: Fault[] = [];
    this.#state = 'taking-back';
    for (const { node, path, output, index } of this.#undo.toReversed()) {
      const limit = new AbortController();
      const work = callAsync(() =>
        node.step.compensate?.(node.input, output, this.#contextFor(path, limit.signal)),
      );
      const outcome = await settleWithin(clock, work, limitMs);
      const result = this.#steps[index];
      const takenBack = outcome.status === 'fulfilled';
      if (result) this.#steps[index] = { ...result, takenBack };
      if (takenBack) {
        this.#emit('step.compensated', `${node.step.title} was taken back`, { path, key: node.step.key });
        continue;
      }
      const fault =
        outcome.status === 'rejected'
          ? Fault.from(outcome.reason, 'pipeline.compensation-failed')
          : new Fault(
              'pipeline.compensation-timed-out',
              `${node.step.title} was not taken back within ${limitMs} ms`,
              { kind: 'defect' },
            );
      limit.abort(fault);
      faults.push(fault);
      this.#options.logger.error(`${node.step.title} could not be taken back`, fault, { path });
      this.#emit(
        'step.compensation-failed',
        `${node.step.title} could not be taken back: ${fault.message}`,
        { path },
        'error',
      );
    }
    return faults;
  }

  #contextFor(path: string, signal: AbortSignal): OrchestrationContext {
    return {
      runId: this.id,
      pipelineId: this.plan.pipelineId,
      path,
      signal,
      clock: this.#services.clock,
      logger: this.#options.logger,
      outputs: this.#outputs,
      previous: this.#previous,
      progress: (share, message) => {
        const current = this.#current.get(path);
        if (!current) return;
        current.share = Math.min(1, Math.max(0, share));
        this.#emit('step.progressed', message, { path, share: current.share }, 'debug');
      },
    };
  }

  #emit(
    topic: string,
    message: string,
    data: Readonly<Record<string, unknown>>,
    level: 'debug' | 'info' | 'warning' | 'error' = 'info',
  ): void {
    const { bus } = this.#services;
    bus.emit(this.#options.source, topic, {
      message,
      level,
      data: { runId: this.id, pipelineId: this.plan.pipelineId, ...data },
    });
  }
}
