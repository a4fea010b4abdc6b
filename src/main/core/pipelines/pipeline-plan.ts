import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import type { ExecuteOptions } from '../execution/safe-execute.ts';
import { pipelineSchema, type CheckUse, type Pipeline, type PipelineNode } from './definition.ts';
import type { Check, Step } from './step.ts';
import type { StepRegistry } from './step-registry.ts';

export interface PlannedCheck {
  readonly check: Check;
  readonly input: unknown;
  readonly not: boolean;
}

/** A part of a pipeline with all names resolved and all inputs validated. */
export type PlannedNode =
  | {
      readonly kind: 'step';
      readonly path: string;
      readonly step: Step;
      readonly input: unknown;
      /** The timeout, the retries and the breaker of an attempt. */
      readonly limits: ExecuteOptions<unknown>;
      /**
       * The event sentences, built once for all runs: records contain these same strings thousands of times.
       */
      readonly words: { readonly begins: string; readonly done: string };
      readonly onFailure: 'stop' | 'continue';
    }
  | { readonly kind: 'sequence'; readonly path: string; readonly children: readonly PlannedNode[] }
  | {
      readonly kind: 'parallel';
      readonly path: string;
      readonly children: readonly PlannedNode[];
      readonly concurrency: number;
    }
  | {
      readonly kind: 'choice';
      readonly path: string;
      readonly question: PlannedCheck;
      readonly chosen: PlannedNode;
      readonly otherwise: PlannedNode | null;
    }
  | {
      readonly kind: 'loop';
      readonly path: string;
      readonly body: PlannedNode;
      readonly rounds: number;
      /** Evaluated before each round; null: run all rounds. */
      readonly question: PlannedCheck | null;
    }
  | { readonly kind: 'wait'; readonly path: string; readonly ms: number }
  | {
      readonly kind: 'wait-for';
      readonly path: string;
      readonly question: PlannedCheck;
      readonly timeoutMs: number;
      readonly everyMs: number;
    };

/** One line of a plan. */
export interface PlannedStep {
  readonly path: string;
  readonly key: string;
  readonly title: string;
  /** A sentence about the effect, when the step provides one. */
  readonly will: string | null;
  /** True when a later failure undoes it. */
  readonly canBeTakenBack: boolean;
}

/** The resolved form of a pipeline: what it will do. */
export interface PipelinePlan {
  readonly pipelineId: string;
  readonly title: string;
  readonly root: PlannedNode;
  /** Every step once, in the order of the definition. A loop may repeat a step, and a choice may skip it. */
  readonly steps: readonly PlannedStep[];
}

const defaultWaitEveryMs = 1_000;

/** Limits set by the pipeline take precedence over those of the step. */
const limitsOf = (
  { timeoutMs, retry }: Extract<PipelineNode, { step: string }>,
  step: Step,
): ExecuteOptions<unknown> => ({
  timeoutMs: timeoutMs ?? step.timeoutMs,
  retry: retry ?? step.retry,
  breaker: step.breaker,
});

/** Resolves names; collects all problems instead of stopping at the first. */
class Planner {
  readonly problems: string[] = [];
  readonly steps: PlannedStep[] = [];
  readonly #registry: StepRegistry;
  readonly #find: (id: string) => Pipeline | undefined;
  /** Pipelines on the path from the root; a pipeline that includes itself would never end. */
  readonly #within: string[] = [];

  constructor(registry: StepRegistry, find: (id: string) => Pipeline | undefined) {
    this.#registry = registry;
    this.#find = find;
  }

  pipeline(pipeline: Pipeline, path: string): PlannedNode {
    if (this.#within.includes(pipeline.id)) {
      this.#refuse(path, `the pipeline runs itself: ${[...this.#within, pipeline.id].join(' → ')}`);
      return { kind: 'sequence', path, children: [] };
    }
    this.#within.push(pipeline.id);
    const children = pipeline.steps.map((node, index) =>
      this.#node(node, path === '' ? `${index + 1}` : `${path}.${index + 1}`),
    );
    this.#within.pop();
    return { kind: 'sequence', path, children };
  }

  #node(node: PipelineNode, path: string): PlannedNode {
    if ('step' in node) return this.#step(node, path);
    if ('sequence' in node) return { kind: 'sequence', path, children: this.#children(node.sequence, path) };
    if ('parallel' in node) {
      const children = this.#children(node.parallel, path);
      return {
        kind: 'parallel',
        path,
        children,
        concurrency: node.concurrency ?? Math.max(1, children.length),
      };
    }
    if ('when' in node) {
      const question = this.#check(node.when, path);
      const chosen = this.#node(node.do, `${path}.1`);
      const otherwise = node.otherwise ? this.#node(node.otherwise, `${path}.2`) : null;
      return { kind: 'choice', path, question, chosen, otherwise };
    }
    if ('repeat' in node) {
      const question = 'while' in node ? this.#check(node.while, path) : null;
      const rounds = 'while' in node ? node.atMost : node.times;
      return { kind: 'loop', path, body: this.#node(node.repeat, `${path}.1`), rounds, question };
    }
    if ('waitMs' in node) return { kind: 'wait', path, ms: node.waitMs };
    if ('waitFor' in node) {
      const everyMs = node.everyMs ?? defaultWaitEveryMs;
      return {
        kind: 'wait-for',
        path,
        question: this.#check(node.waitFor, path),
        timeoutMs: node.timeoutMs,
        everyMs,
      };
    }
    const inner = this.#find(node.pipeline);
    if (!inner) {
      this.#refuse(path, `there is no pipeline "${node.pipeline}"`);
      return { kind: 'sequence', path, children: [] };
    }
    return this.pipeline(inner, path);
  }

  #children(nodes: readonly PipelineNode[], path: string): readonly PlannedNode[] {
    return nodes.map((node, index) => this.#node(node, `${path}.${index + 1}`));
  }

  #step(use: Extract<PipelineNode, { step: string }>, path: string): PlannedNode {
    const step = this.#registry.step(use.step);
    if (!step) {
      this.#refuse(path, `there is no step "${use.step}"`);
      return { kind: 'sequence', path, children: [] };
    }
    const parsed = step.input.safeParse(use.input ?? {});
    if (!parsed.success) {
      for (const issue of parsed.error.issues) {
        this.#refuse(path, `${use.step}: ${[...issue.path, issue.message].join(': ')}`);
      }
      return { kind: 'sequence', path, children: [] };
    }
    this.steps.push({
      path,
      key: step.key,
      title: step.title,
      will: step.describe?.(parsed.data) ?? null,
      canBeTakenBack: step.compensate !== undefined,
    });
    return {
      kind: 'step',
      path,
      step,
      input: parsed.data,
      limits: limitsOf(use, step),
      words: { begins: `${step.title} begins`, done: `${step.title} is done` },
      onFailure: use.onFailure ?? 'stop',
    };
  }

  #check(use: CheckUse, path: string): PlannedCheck {
    const not = use.not ?? false;
    const check = this.#registry.check(use.check);
    if (!check) {
      this.#refuse(path, `there is no check "${use.check}"`);
      return { check: neverAsked, input: null, not };
    }
    const parsed = check.input.safeParse(use.input ?? {});
    if (parsed.success) return { check, input: parsed.data, not };
    for (const issue of parsed.error.issues)
      this.#refuse(path, `${use.check}: ${[...issue.path, issue.message].join(': ')}`);
    return { check, input: null, not };
  }

  #refuse(path: string, problem: string): void {
    this.problems.push(path === '' ? problem : `at ${path}, ${problem}`);
  }
}

/** A placeholder for an unknown check, in a plan that is refused. */
const neverAsked: Check = { key: 'never-asked', title: '', input: pipelineSchema, holds: () => false };

/**
 * Resolves a pipeline into a plan. An unknown step, check or pipeline, an invalid input, or a pipeline that
 * includes itself is an error that names every such place: nothing is skipped silently.
 *
 * @example
 * ```ts
 * const registry = new StepRegistry().registerStep({
 *   key: 'set-scene',
 *   title: 'Set the scene',
 *   input: z.object({ scene: z.string() }),
 *   describe: ({ scene }) => `Switches OBS to ${scene}`,
 *   run: ({ scene }) => scene,
 * });
 *
 * const opening = {
 *   id: 'opening',
 *   title: 'Opening',
 *   steps: [{ step: 'set-scene', input: { scene: 'Live' } }],
 * };
 * const plan = planPipeline(opening, registry);
 * plan.ok && plan.value.steps; // => [{ key: 'set-scene', will: 'Switches OBS to Live', … }]
 *
 * planPipeline({ ...opening, steps: [{ step: 'set-scnee' }] }, registry);
 * // => { ok: false, error: { code: 'pipeline.unresolved', … } }
 * ```
 */
export const planPipeline = (
  definition: unknown,
  registry: StepRegistry,
  find: (id: string) => Pipeline | undefined = () => undefined,
): Result<PipelinePlan, Fault> => {
  const parsed = pipelineSchema.safeParse(definition);
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => [...issue.path, issue.message].join(': '));
    return err(
      new Fault('pipeline.invalid', `This is not a valid pipeline: ${issues.join('; ')}`, {
        kind: 'configuration',
      }),
    );
  }
  const pipeline = parsed.data;
  const planner = new Planner(registry, find);
  const root = planner.pipeline(pipeline, '');
  if (planner.problems.length > 0) {
    const message = `"${pipeline.title}" cannot run: ${planner.problems.join('; ')}`;
    return err(
      new Fault('pipeline.unresolved', message, {
        kind: 'configuration',
        details: { problems: planner.problems },
      }),
    );
  }
  return ok({ pipelineId: pipeline.id, title: pipeline.title, root, steps: planner.steps });
};
