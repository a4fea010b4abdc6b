import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createNotingSteps, createRunbook, say, valueOf } from '../testing/pipeline-harness.ts';
import { planPipeline, type PlannedNode } from './pipeline-plan.ts';
import { StepRegistry } from './step-registry.ts';

const planOf = (...steps: readonly unknown[]) =>
  valueOf(planPipeline({ id: 'p', title: 'P', steps }, createNotingSteps().registry));
const problemsOf = (...steps: readonly unknown[]) => {
  const plan = planPipeline({ id: 'p', title: 'P', steps }, createNotingSteps().registry);
  return plan.ok ? [] : plan.error.details?.['problems'];
};
const partsOf = (node: PlannedNode): readonly PlannedNode[] => ('children' in node ? node.children : []);

describe('planning', () => {
  it('gives every part its path, and fills in defaults', () => {
    const plan = planOf(
      say('a', { timeoutMs: 70, onFailure: 'continue' }),
      { parallel: [say('b'), say('c')] },
      { parallel: [say('d'), say('e')], concurrency: 1 },
      { parallel: [] },
      { when: { check: 'is-live' }, do: say('f'), otherwise: say('g') },
      { when: { check: 'is-live', not: true }, do: say('h') },
      { repeat: { sequence: [say('i')] }, times: 4 },
      { repeat: say('j'), while: { check: 'is-live' }, atMost: 5 },
      { waitMs: 60 },
      { waitFor: { check: 'is-live' }, timeoutMs: 90 },
      { waitFor: { check: 'is-live' }, timeoutMs: 90, everyMs: 50 },
    );
    expect(plan.steps.map(({ path }) => path)).toEqual([
      '1',
      '2.1',
      '2.2',
      '3.1',
      '3.2',
      '5.1',
      '5.2',
      '6.1',
      '7.1.1',
      '8.1',
    ]);
    expect(partsOf(plan.root)).toMatchObject([
      { kind: 'step', path: '1', input: { text: 'a' }, limits: { timeoutMs: 70 }, onFailure: 'continue' },
      { kind: 'parallel', path: '2', concurrency: 2 },
      { kind: 'parallel', path: '3', concurrency: 1 },
      { kind: 'parallel', path: '4', concurrency: 1 },
      {
        kind: 'choice',
        question: { not: false, input: {} },
        chosen: { path: '5.1' },
        otherwise: { path: '5.2' },
      },
      { kind: 'choice', question: { not: true }, chosen: { path: '6.1' }, otherwise: null },
      { kind: 'loop', rounds: 4, question: null, body: { kind: 'sequence', path: '7.1' } },
      { kind: 'loop', rounds: 5, question: { not: false }, body: { path: '8.1' } },
      { kind: 'wait', path: '9', ms: 60 },
      { kind: 'wait-for', path: '10', timeoutMs: 90, everyMs: 1_000 },
      { kind: 'wait-for', path: '11', timeoutMs: 90, everyMs: 50 },
    ]);
    expect(partsOf(planOf(say('a')).root)).toMatchObject([{ onFailure: 'stop' }]);
  });

  it('describes every step, and tells if it can be undone', () => {
    expect(planOf(say('a'), { step: 'note' }).steps).toEqual([
      { path: '1', key: 'say', title: 'Say', will: 'Says a', canBeTakenBack: true },
      { path: '2', key: 'note', title: 'Note', will: null, canBeTakenBack: false },
    ]);
  });

  it('names the error of an input, and its path', () => {
    expect(
      problemsOf({ when: { check: 'is-live', input: 7 }, do: { step: 'say', input: { text: 7 } } }),
    ).toEqual([
      expect.stringMatching(/^at 1, is-live: /),
      expect.stringMatching(/^at 1\.1, say: text: .*string/),
    ]);
    expect(problemsOf({ repeat: { step: 'sya' }, while: { check: 'no' }, atMost: 2 })).toEqual([
      'at 1, there is no check "no"',
      'at 1.1, there is no step "sya"',
    ]);
    expect(problemsOf({ waitFor: { check: 'no' }, timeoutMs: 2 })).toEqual(['at 1, there is no check "no"']);
  });

  it('gives the reason for a refusal in one sentence', () => {
    const { registry } = createNotingSteps();
    const refused = planPipeline({ id: 'p', title: 'P', steps: [{ step: 'x' }, { step: 'y' }] }, registry);
    expect(refused).toMatchObject({
      ok: false,
      error: {
        code: 'pipeline.unresolved',
        kind: 'configuration',
        message: '"P" cannot run: at 1, there is no step "x"; at 2, there is no step "y"',
      },
    });
    expect(planPipeline({ id: '', title: 'P', steps: [] }, registry)).toMatchObject({
      ok: false,
      error: {
        code: 'pipeline.invalid',
        kind: 'configuration',
        message: expect.stringMatching(/^This is not a valid pipeline: id: /),
      },
    });
    const twice = planPipeline({ id: '', title: '', steps: [] }, registry);
    expect(twice.ok ? '' : twice.error.message).toMatch(/id: [^;]*; title: /);
  });

  it('inserts a registered pipeline at its path', async () => {
    const { runbook } = await createRunbook();
    valueOf(runbook.definePipeline({ id: 'inner', title: 'Inner', steps: [say('x'), say('y')] }));
    const plan = valueOf(
      runbook.plan({
        id: 'outer',
        title: 'Outer',
        steps: [say('a'), { pipeline: 'inner' }, { pipeline: 'inner' }],
      }),
    );
    expect(plan.steps.map(({ path }) => path)).toEqual(['1', '2.1', '2.2', '3.1', '3.2']);
    expect(runbook.pipelines.map(({ id }) => id)).toEqual(['inner']);
  });

  it('finds a pipeline that includes itself, directly or indirectly', async () => {
    const { runbook } = await createRunbook();
    valueOf(runbook.definePipeline({ id: 'a', title: 'A', steps: [] }));
    expect(runbook.definePipeline({ id: 'a', title: 'A', steps: [{ pipeline: 'a' }] })).toMatchObject({
      error: { message: '"A" cannot run: at 1, the pipeline runs itself: a → a' },
    });
    expect(runbook.pipelines).toMatchObject([{ id: 'a', steps: [] }]);
  });
});

describe('the registry of steps', () => {
  const step = (key: string) => ({ key, title: key, input: z.unknown(), run: () => null });
  const check = (key: string) => ({ key, title: key, input: z.unknown(), holds: () => true });

  it('keeps steps and checks apart', () => {
    const registry = new StepRegistry()
      .registerStep(step('a'))
      .registerCheck(check('a'))
      .registerCheck(check('b'));
    expect(registry.steps.map(({ key }) => key)).toEqual(['a']);
    expect(registry.checks.map(({ key }) => key)).toEqual(['a', 'b']);
    expect([registry.step('b'), registry.check('c')]).toEqual([undefined, undefined]);
    expect(registry.step('a')?.key).toBe('a');
    expect(registry.check('b')?.key).toBe('b');
  });

  it.each(['', 'Say', 'say it', '-say', 'say-', 'say--it', 'sä', 'x say'])('refuses the key "%s"', (key) => {
    const words = `"${key}" is not a valid key for a step: use lower-case words joined by "-"`;
    expect(() => new StepRegistry().registerStep(step(key))).toThrow(
      expect.objectContaining({ code: 'pipeline.bad-key', kind: 'defect', message: words }),
    );
  });

  it.each(['say', 'say-it', 'obs:set-scene', 'obs.set', 'say2', '2say'])('accepts the key "%s"', (key) => {
    expect(new StepRegistry().registerStep(step(key)).step(key)).toBeDefined();
  });

  it('refuses a second entry with the same key', () => {
    const registry = new StepRegistry().registerCheck(check('a'));
    expect(() => registry.registerCheck(check('a'))).toThrow(
      expect.objectContaining({
        code: 'pipeline.duplicate-key',
        kind: 'defect',
        message: 'There is already a check "a"',
      }),
    );
  });
});
