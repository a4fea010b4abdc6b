import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createRunbook, say, valueOf } from '../testing/pipeline-harness.ts';
import { PipelineRun } from './pipeline-run.ts';

const input = z.object({});

describe('undoing a run', () => {
  it('gives a step its own output, its path and a signal, and records that it was undone', async () => {
    const { begin, registry } = await createRunbook();
    const seen: unknown[] = [];
    registry.registerStep({
      key: 'make',
      title: 'Make',
      input,
      run: () => ({ made: 7 }),
      compensate: (_, output, { path, signal }) => void seen.push([output, path, signal.aborted]),
    });
    const result = await begin([{ step: 'make' }, { step: 'note' }, { step: 'fail' }]).result;
    expect(seen).toEqual([[{ made: 7 }, '1', false]]);
    expect(result.steps.map(({ undone }) => undone)).toEqual([true, null, null]);
    expect(result.compensationFaults).toEqual([]);
  });

  it('reports a step that could not be undone in the log, as an event and in the result', async () => {
    const { begin, events, lines } = await createRunbook();
    const result = await begin([{ step: 'untidy' }, { step: 'fail' }]).result;
    expect(result).toMatchObject({
      outcome: 'failed',
      steps: [{ undone: false }, { undone: null }],
      compensationFaults: [{ code: 'pipeline.compensation-failed', message: 'stuck' }],
    });
    expect(events().find(({ topic }) => topic === 'step.compensation-failed')).toMatchObject({
      level: 'error',
      message: 'Untidy could not be undone: stuck',
      data: { path: '1' },
    });
    expect(lines).toMatchObject([
      { level: 'error', message: 'Untidy could not be undone', fields: { path: '1' } },
    ]);
  });

  it('waits ten seconds for each step, aborts it, and continues with the one before', async () => {
    const { begin, registry, clock, done } = await createRunbook();
    const reasons: unknown[] = [];
    registry.registerStep({
      key: 'stuck',
      title: 'Stuck',
      input,
      run: () => null,
      compensate: (_, __, { signal }) =>
        new Promise(() => signal.addEventListener('abort', () => reasons.push(signal.reason))),
    });
    const run = begin([say('a'), { step: 'stuck' }, { step: 'fail' }]);
    await clock.advance(9_999);
    expect([run.progress.state, done, reasons]).toEqual(['taking-back', ['a'], []]);
    await clock.advance(1);
    const result = await run.result;
    expect(done).toEqual(['a', 'undo a']);
    expect(result.compensationFaults).toMatchObject([
      {
        code: 'pipeline.compensation-timed-out',
        kind: 'defect',
        message: 'Stuck was not undone within 10000 ms',
      },
    ]);
    expect(reasons).toEqual(result.compensationFaults);
    expect(clock.pending).toBe(0);
  });

  it('waits for the configured time', async () => {
    const { runbook, services, registry, clock } = await createRunbook();
    registry.registerStep({
      key: 'stuck',
      title: 'Stuck',
      input,
      run: () => null,
      compensate: () => new Promise<void>(() => undefined),
    });
    const plan = valueOf(runbook.plan({ id: 'p', title: 'P', steps: [{ step: 'stuck' }, { step: 'fail' }] }));
    const logger = services.loggerFor('test');
    const run = new PipelineRun(plan, services, { source: 'test', logger, compensationTimeoutMs: 50 });
    expect(run.progress).toEqual({ state: 'waiting', done: 0, planned: 2, current: [] });
    const result = run.start();
    await clock.advance(50);
    await expect(result).resolves.toMatchObject({ outcome: 'failed', tookMs: 50 });
  });

  it('does not happen after a success', async () => {
    const { begin, done } = await createRunbook();
    await begin([say('a')]).result;
    expect(done).toEqual(['a']);
  });
});
