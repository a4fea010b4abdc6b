import { pipelineTopics } from '#shared/catalogue/topics/pipelines.ts';
import { z } from 'zod';
import { Fault, type Result } from '#shared/kernel/index.ts';
import {
  CoreOrchestrator,
  StepRegistry,
  type CoreServices,
  type OrchestrationContext,
  type PipelineNode,
} from '../index.ts';
import { createCoreHarness } from './core-harness.ts';

/** Returns a transient failure. */
export const away = (): Fault => new Fault('test.away', 'The other side is away', { kind: 'transient' });

/** Returns the value of a successful result; throws the fault otherwise. */
export const valueOf = <T>(result: Result<T, Fault>): T => {
  if (!result.ok) throw result.error;
  return result.value;
};

/** Returns a `say` step with a text. */
export const say = (
  text: string,
  rest: Partial<Extract<PipelineNode, { step: string }>> = {},
): PipelineNode => ({
  step: 'say',
  input: { text },
  ...rest,
});

/**
 * Creates steps that record what was done: `say`, `note`, `fail`, `untidy` (can't be undone), `hold` (until
 * released or aborted), and the scripted check `is-live`.
 */
export const createNotingSteps = () => {
  const done: string[] = [];
  const holds = new Set<() => void>();
  const answers: boolean[] = [];
  const text = z.object({ text: z.string().default('') });
  const registry = new StepRegistry()
    .registerStep({
      key: 'say',
      title: 'Say',
      input: text,
      describe: ({ text }) => `Says ${text}`,
      run: ({ text }, { previous }) => {
        done.push(text);
        return typeof previous === 'string' ? `${previous}+${text}` : text;
      },
      compensate: ({ text }) => void done.push(`undo ${text}`),
    })
    .registerStep({ key: 'note', title: 'Note', input: text, run: ({ text }) => void done.push(text) })
    .registerStep({ key: 'fail', title: 'Fail', input: text, run: () => Promise.reject(away()) })
    .registerStep({
      key: 'untidy',
      title: 'Untidy',
      input: text,
      run: () => 'made',
      compensate: () => Promise.reject(new Error('stuck')),
    })
    .registerStep({
      key: 'hold',
      title: 'Hold',
      input: text,
      run: ({ text }, context: OrchestrationContext) => {
        context.progress(0.5, 'half way');
        return new Promise<void>((resolve, reject) => {
          const go = (): void => {
            holds.delete(go);
            done.push(text);
            resolve();
          };
          holds.add(go);
          context.signal.addEventListener('abort', () => {
            holds.delete(go);
            reject(context.signal.reason);
          });
        });
      },
    })
    .registerCheck({
      key: 'is-live',
      title: 'The show is live',
      input: z.object({}),
      holds: () => answers.shift() ?? false,
    });
  return { registry, done, answers, letGo: () => holds.forEach((go) => go()), holding: () => holds.size };
};

/** A core orchestrator for runbooks. */
export class Runbook extends CoreOrchestrator<object> {
  constructor(services: CoreServices, registry: StepRegistry) {
    super(
      services,
      { id: 'runbook', title: 'Runbook', description: 'Runs what the show needs', schema: z.object({}) },
      registry,
    );
  }
}

/** Creates a running runbook, with steps that record what was done, and access to the events of its runs. */
export const createRunbook = async () => {
  const harness = createCoreHarness();
  const services = harness.createServices();
  const steps = createNotingSteps();
  const runbook = new Runbook(services, steps.registry);
  valueOf(await runbook.initialize());
  const begin = (nodes: readonly PipelineNode[], options = {}) =>
    valueOf(
      runbook.execute(valueOf(runbook.plan({ id: 'go-live', title: 'Go live', steps: nodes })), options),
    );
  const events = () =>
    services.bus.recent('*', 1_000).filter(({ topic }) => pipelineTopics.some(({ name }) => name === topic));
  const topics = () => events().map((event) => event.topic);
  return { ...harness, services, runbook, begin, events, topics, ...steps };
};
