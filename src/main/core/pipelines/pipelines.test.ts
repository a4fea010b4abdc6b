import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  IntegrationOrchestrator,
  ServiceOrchestrator,
  StepRegistry,
  type CoreServices,
  type PipelineNode,
} from '../index.ts';
import { createCoreHarness, describeOrchestratorConformance } from '../testing/index.ts';
import { readModelRuns } from '../testing/model-runs.ts';
import {
  away,
  createNotingSteps,
  createRunbook,
  Runbook,
  say,
  valueOf,
} from '../testing/pipeline-harness.ts';

const schema = z.object({});
const definition = { id: 'runbook', title: 'Runbook', description: 'Runs what the show needs', schema };

class Flows extends ServiceOrchestrator<z.infer<typeof schema>> {
  constructor(services: CoreServices, registry: StepRegistry) {
    super(services, definition, registry, { concurrency: 2, waiting: 1 });
  }
}
class Calls extends IntegrationOrchestrator<z.infer<typeof schema>> {
  calls = 0;
  constructor(services: CoreServices) {
    super(services, definition);
    const call = (key: string) => ({
      key,
      title: key,
      input: schema,
      run: () => {
        this.calls++;
        throw away();
      },
    });
    this.registerCall('Helix', call('get-user'), { breakerFailures: 4 });
    this.registerCall('Helix', call('post-clip'), { retry: null });
  }
}

describe('a plan', () => {
  it('names everything that does not exist or is invalid, with its path', async () => {
    const { runbook } = await createRunbook();
    valueOf(runbook.definePipeline({ id: 'inner', title: 'Inner', steps: [say('x')] }));
    const plan = runbook.plan({
      id: 'p',
      title: 'P',
      steps: [
        { step: 'sya' },
        { parallel: [say('a'), { step: 'say', input: { text: 7 } }] },
        { when: { check: 'is-alive' }, do: say('b') },
        { pipeline: 'outer' },
        { pipeline: 'inner' },
      ],
    });
    expect(plan).toMatchObject({ ok: false, error: { code: 'pipeline.unresolved', kind: 'configuration' } });
    const problems = plan.ok ? [] : plan.error.details?.['problems'];
    expect(problems).toEqual([
      'at 1, there is no step "sya"',
      expect.stringMatching(/^at 2\.2, say: text: /),
      'at 3, there is no check "is-alive"',
      'at 4, there is no pipeline "outer"',
    ]);
  });

  it('refuses invalid pipelines, and one that includes itself, with the path', async () => {
    const { runbook } = await createRunbook();
    expect(runbook.plan({ id: 'p', title: 'P', steps: [{ stpe: 'say' }] })).toMatchObject({
      ok: false,
      error: { code: 'pipeline.invalid' },
    });
    valueOf(runbook.definePipeline({ id: 'a', title: 'A', steps: [] }));
    valueOf(runbook.definePipeline({ id: 'b', title: 'B', steps: [{ pipeline: 'a' }] }));
    const circle = runbook.definePipeline({ id: 'a', title: 'A', steps: [{ pipeline: 'b' }] });
    expect(circle.ok ? '' : circle.error.message).toContain('runs itself: a → b → a');
  });

  it('describes the effect of each step', async () => {
    const { runbook } = await createRunbook();
    const plan = valueOf(runbook.plan({ id: 'p', title: 'P', steps: [say('hello'), { step: 'note' }] }));
    expect(plan.steps).toMatchObject([
      { path: '1', will: 'Says hello', canBeTakenBack: true },
      { path: '2', will: null, canBeTakenBack: false },
    ]);
  });

  it('refuses two steps with one key', () => {
    const { registry } = createNotingSteps();
    expect(() => registry.registerStep({ key: 'say', title: '', input: schema, run: () => null })).toThrow(
      /already a step "say"/,
    );
    expect(() => registry.registerStep({ key: 'Say it', title: '', input: schema, run: () => null })).toThrow(
      /not a valid key/,
    );
  });
});

describe('a run', () => {
  const { parameters, timeout } = readModelRuns(100);

  it('runs its steps in order, passes on their outputs, and emits events', async () => {
    const { begin, topics, runbook, done } = await createRunbook();
    const result = await begin([say('a'), say('b')]).result;
    expect(done).toEqual(['a', 'b']);
    expect(result).toMatchObject({ outcome: 'succeeded', steps: [{ output: 'a' }, { output: 'a+b' }] });
    expect(topics()).toEqual([
      'pipeline.started',
      'step.started',
      'step.succeeded',
      'step.started',
      'step.succeeded',
      'pipeline.finished',
    ]);
    expect(runbook.report(result)).toBe(
      'Go live succeeded in 0 ms\n  1 Say: done (0 ms)\n  2 Say: done (0 ms)',
    );
  });

  it('undoes finished steps, last first, when a step fails, and still has a result', async () => {
    const { begin, topics, done, runbook } = await createRunbook();
    const result = await begin([
      say('a'),
      { step: 'note', input: { text: 'n' } },
      say('b'),
      { step: 'fail' },
      say('c'),
    ]).result;
    expect(done).toEqual(['a', 'n', 'b', 'undo b', 'undo a']);
    expect(result).toMatchObject({ outcome: 'failed', fault: { code: 'test.away' } });
    expect(result.steps.map(({ undone }) => undone)).toEqual([true, null, true, null]);
    expect(topics().at(-1)).toBe('pipeline.finished');
    expect(runbook.report(result)).toContain('  4 Fail: failed (0 ms): The other side is away');
  });

  it('continues undoing when one step can’t be undone, and names it', async () => {
    const { begin, done, runbook } = await createRunbook();
    const result = await begin([say('a'), { step: 'untidy' }, { step: 'fail' }]).result;
    expect(done).toEqual(['a', 'undo a']);
    expect(result.compensationFaults).toMatchObject([{ message: 'stuck' }]);
    expect(runbook.report(result)).toContain('Not undone: stuck');
  });

  it('continues after the failure of a step with `onFailure: continue`', async () => {
    const { begin, done } = await createRunbook();
    const result = await begin([{ step: 'fail', onFailure: 'continue' }, say('a')]).result;
    expect([result.outcome, done]).toEqual(['succeeded', ['a']]);
    expect(result.steps[0]).toMatchObject({ outcome: 'failed' });
  });

  it('decides, loops and waits', async () => {
    const { begin, done, answers, clock } = await createRunbook();
    answers.push(true, false, true, true, false, false, false, true);
    const run = begin([
      { when: { check: 'is-live' }, do: say('live'), otherwise: say('dark') },
      { when: { check: 'is-live' }, do: say('live'), otherwise: say('dark') },
      { repeat: say('round'), while: { check: 'is-live' }, atMost: 9 },
      { repeat: say('twice'), times: 2 },
      { waitMs: 5_000 },
      { waitFor: { check: 'is-live' }, timeoutMs: 10_000, everyMs: 1_000 },
      say('end'),
    ]);
    await clock.advance(6_900);
    expect(done).toEqual(['live', 'dark', 'round', 'round', 'twice', 'twice']);
    await clock.advance(200);
    const result = await run.result;
    expect(done.at(-1)).toBe('end');
    expect(result.steps.map(({ path }) => path)).toEqual([
      '1.1',
      '2.2',
      '3.1#1',
      '3.1#2',
      '4.1#1',
      '4.1#2',
      '7',
    ]);
  });

  it('fails when its condition is not met in time', async () => {
    const { begin, clock } = await createRunbook();
    const run = begin([{ waitFor: { check: 'is-live', not: false }, timeoutMs: 3_000 }]);
    await clock.advance(3_000);
    await expect(run.result).resolves.toMatchObject({
      outcome: 'failed',
      fault: { code: 'pipeline.waited-too-long' },
    });
    expect(clock.pending).toBe(0);
  });

  it('runs branches in parallel, and cancels the others when one fails', async () => {
    const { begin, done, clock } = await createRunbook();
    const run = begin([
      say('a'),
      { parallel: [{ step: 'hold' }, say('b'), { sequence: [{ waitMs: 100 }, { step: 'fail' }] }] },
    ]);
    await clock.settle();
    expect(run.progress).toMatchObject({ state: 'running', current: [{ path: '2.1', share: 0.5 }] });
    await clock.advance(100);
    await expect(run.result).resolves.toMatchObject({ outcome: 'failed', fault: { code: 'test.away' } });
    expect(done).toEqual(['a', 'b', 'undo b', 'undo a']);
  });

  it('respects the limits of its branches', async () => {
    const { begin, clock, holding, letGo } = await createRunbook();
    const run = begin([{ parallel: Array.from({ length: 5 }, () => ({ step: 'hold' })), concurrency: 2 }]);
    for (const held of [2, 2, 1, 0]) {
      await clock.settle();
      expect(holding()).toBe(held);
      letGo();
    }
    await expect(run.result).resolves.toMatchObject({ outcome: 'succeeded' });
  });

  it('ends at once when it is cancelled, and undoes finished steps', async () => {
    const { begin, done, clock } = await createRunbook();
    const run = begin([say('a'), { step: 'hold' }, say('b')]);
    await clock.settle();
    run.cancel();
    const result = await run.result;
    expect(result).toMatchObject({
      outcome: 'cancelled',
      steps: [{ undone: true }, { outcome: 'cancelled' }],
    });
    expect(done).toEqual(['a', 'undo a']);
  });

  it('waits between steps while it is paused, and can be cancelled then', async () => {
    const { begin, done, clock, letGo, topics } = await createRunbook();
    const run = begin([{ step: 'hold', input: { text: 'held' } }, say('a')]);
    await clock.settle();
    run.pause();
    letGo();
    await clock.advance(60_000);
    expect([done, run.progress.state]).toEqual([['held'], 'paused']);
    run.resume();
    await run.result;
    expect(done).toEqual(['held', 'a']);
    expect(topics()).toContain('pipeline.paused');

    const other = begin([{ step: 'hold' }, say('b')]);
    await clock.settle();
    other.pause();
    letGo();
    await clock.settle();
    other.cancel();
    await expect(other.result).resolves.toMatchObject({ outcome: 'cancelled' });
  });

  it('skips a step before it or during it', async () => {
    const { begin, done, clock } = await createRunbook();
    const run = begin([{ step: 'hold' }, say('a'), say('b')]);
    run.skip('2');
    await clock.settle();
    run.skip('1');
    const result = await run.result;
    expect(result.outcome).toBe('succeeded');
    expect(result.steps.map(({ outcome }) => outcome)).toEqual(['skipped', 'skipped', 'succeeded']);
    expect(done).toEqual(['b']);
  });

  it('only describes its effects in a dry run', async () => {
    const { begin, done, runbook } = await createRunbook();
    const result = await begin([say('a'), { waitMs: 60_000 }, { repeat: { step: 'fail' }, times: 5 }], {
      dryRun: true,
    }).result;
    expect(done).toEqual([]);
    expect(runbook.report(result)).toBe(
      'Go live would run as follows\n  1 Say: would be done\n  3.1#1 Fail: would be done',
    );
  });

  it('runs any pipeline without waits like a simple interpreter', { timeout }, async () => {
    const leaf = fc.oneof(
      fc.string({ minLength: 1, maxLength: 3 }).map((text) => say(text)),
      fc.constant<PipelineNode>({ step: 'fail' }),
    );
    const { node } = fc.letrec<{ node: PipelineNode }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        leaf,
        fc.array(tie('node'), { maxLength: 3 }).map((sequence) => ({ sequence })),
        fc.record({ repeat: tie('node'), times: fc.integer({ min: 1, max: 3 }) }),
        fc.array(tie('node'), { maxLength: 3 }).map((parallel) => ({ parallel, concurrency: 1 })),
      ),
    }));
    const read = (part: PipelineNode, said: string[]): boolean => {
      if ('step' in part) {
        if (part.step === 'fail') return false;
        said.push((part.input as { text: string }).text);
        return true;
      }
      if ('repeat' in part && 'times' in part) {
        return Array.from({ length: part.times }).every(() => read(part.repeat, said));
      }
      const children = 'sequence' in part ? part.sequence : 'parallel' in part ? part.parallel : [];
      return children.every((child) => read(child, said));
    };
    await fc.assert(
      fc.asyncProperty(fc.array(node, { maxLength: 4 }), async (nodes) => {
        const { begin, done } = await createRunbook();
        const said: string[] = [];
        const succeeded = read({ sequence: nodes }, said);
        const result = await begin(nodes).result;
        expect(result.outcome).toBe(succeeded ? 'succeeded' : 'failed');
        expect(done).toEqual(
          succeeded ? said : [...said, ...said.toReversed().map((text) => `undo ${text}`)],
        );
      }),
      parameters,
    );
  });
});

describe('the three kinds', () => {
  it('core runs one at a time, and ends its runs when it stops', async () => {
    const { begin, runbook, clock, done, holding } = await createRunbook();
    const first = begin([say('a'), { step: 'hold' }]);
    const second = begin([say('b')]);
    await clock.settle();
    expect([holding(), runbook.runs.map((run) => run.progress.state)]).toEqual([1, ['running', 'waiting']]);
    await runbook.cleanup();
    await expect(first.result).resolves.toMatchObject({ outcome: 'cancelled' });
    await expect(second.result).resolves.toMatchObject({ outcome: 'cancelled', steps: [] });
    expect(done).toEqual(['a', 'undo a']);
    const plan = valueOf(runbook.plan({ id: 'p', title: 'P', steps: [] }));
    expect(runbook.execute(plan)).toMatchObject({ ok: false, error: { code: 'pipeline.not-running' } });
  });

  it('service runs several in parallel, queues some, and refuses the rest', async () => {
    const { createServices, clock } = createCoreHarness();
    const { registry, holding, letGo } = createNotingSteps();
    const flows = new Flows(createServices(), registry);
    await flows.initialize();
    const plan = valueOf(flows.plan({ id: 'p', title: 'P', steps: [{ step: 'hold' }] }));
    const runs = Array.from({ length: 4 }, () => flows.execute(plan));
    await clock.settle();
    expect(holding()).toBe(2);
    expect(runs.map((run) => (run.ok ? 'ok' : run.error.code))).toEqual(['ok', 'ok', 'ok', 'pipeline.busy']);
    letGo();
    await clock.settle();
    expect(holding()).toBe(1);
    await flows.cleanup();
  });

  it('integration gives every call its retries, and calls to one system one breaker', async () => {
    const { createServices, clock } = createCoreHarness();
    const calls = new Calls(createServices());
    await calls.initialize();
    const run = async (step: string) => {
      const begun = valueOf(calls.execute(valueOf(calls.plan({ id: 'p', title: 'P', steps: [{ step }] }))));
      await clock.advance(10_000);
      return begun.result;
    };
    await run('get-user');
    expect(calls.calls).toBe(3);
    await run('post-clip');
    expect(calls.calls).toBe(4);
    expect(calls.breakers.get('Helix')?.state).toBe('open');
    await expect(run('post-clip')).resolves.toMatchObject({ fault: { code: 'circuit.open' } });
    expect(calls.calls).toBe(4);
    await calls.cleanup();
  });
});

describeOrchestratorConformance('a core orchestrator', (services) => ({
  orchestrator: new Runbook(services, new StepRegistry()),
}));
describeOrchestratorConformance('an integration orchestrator', (services) => ({
  orchestrator: new Calls(services),
}));
