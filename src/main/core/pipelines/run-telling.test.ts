import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { OrchestrationContext } from '../index.ts';
import { createRunbook, say } from '../testing/pipeline-harness.ts';

describe('the events of a run', () => {
  it('report each step as it starts and ends, with its effort', async () => {
    const { begin, events, clock, letGo } = await createRunbook();
    const run = begin([say('a'), { step: 'hold' }]);
    await clock.advance(40);
    letGo();
    const result = await run.result;
    const about = { runId: run.id, pipelineId: 'go-live' };
    expect(
      events().map(({ topic, level, source, message, data }) => [topic, level, source, message, data]),
    ).toEqual([
      ['pipeline.started', 'info', 'runbook', 'Go live started', { ...about, steps: 2 }],
      ['step.started', 'debug', 'runbook', 'Say begins', { ...about, path: '1', key: 'say' }],
      [
        'step.succeeded',
        'debug',
        'runbook',
        'Say is done',
        { ...about, path: '1', key: 'say', attempts: 1, tookMs: 0 },
      ],
      ['step.started', 'debug', 'runbook', 'Hold begins', { ...about, path: '2', key: 'hold' }],
      ['step.progressed', 'debug', 'runbook', 'half way', { ...about, path: '2', share: 0.5 }],
      [
        'step.succeeded',
        'debug',
        'runbook',
        'Hold is done',
        { ...about, path: '2', key: 'hold', attempts: 1, tookMs: 40 },
      ],
      [
        'pipeline.finished',
        'info',
        'runbook',
        'Go live succeeded',
        { ...about, outcome: 'succeeded', tookMs: 40 },
      ],
    ]);
    expect(result).toMatchObject({
      runId: run.id,
      pipelineId: 'go-live',
      title: 'Go live',
      outcome: 'succeeded',
      dryRun: false,
      fault: null,
      compensationFaults: [],
      startedAt: clock.now() - 40,
      tookMs: 40,
    });
    expect(result.steps[1]).toEqual({
      path: '2',
      key: 'hold',
      title: 'Hold',
      outcome: 'succeeded',
      attempts: 1,
      tookMs: 40,
      output: undefined,
      fault: null,
      undone: null,
    });
  });

  it('report the failed step with the reason, and the undone steps', async () => {
    const { begin, events } = await createRunbook();
    const result = await begin([say('a'), { step: 'fail', retry: { attempts: 1 } }]).result;
    expect(
      events()
        .slice(3)
        .map(({ topic, level, message, data }) => [topic, level, message, data]),
    ).toEqual([
      ['step.started', 'debug', 'Fail begins', expect.anything()],
      [
        'step.failed',
        'warning',
        'Fail failed: The other side is away',
        expect.objectContaining({ path: '2', key: 'fail', attempts: 1, tookMs: 0, code: 'test.away' }),
      ],
      ['step.compensated', 'info', 'Say was undone', expect.objectContaining({ path: '1', key: 'say' })],
      [
        'pipeline.finished',
        'info',
        'Go live failed: The other side is away',
        expect.objectContaining({ outcome: 'failed' }),
      ],
    ]);
    expect(result.steps[1]).toMatchObject({ outcome: 'failed', attempts: 1, fault: { code: 'test.away' } });
  });

  it('report skipped steps, before and during their run', async () => {
    const { begin, events, clock } = await createRunbook();
    const run = begin([{ step: 'hold' }, say('a')]);
    run.skip('2');
    await clock.advance(40);
    run.skip('1');
    const result = await run.result;
    expect(
      events()
        .filter(({ topic }) => topic === 'step.skipped')
        .map(({ message, data }) => [message, data]),
    ).toEqual([
      ['Hold was skipped', expect.objectContaining({ path: '1', key: 'hold', attempts: 1, tookMs: 40 })],
      ['Say was skipped', expect.objectContaining({ path: '2', key: 'say' })],
    ]);
    expect(result.steps).toMatchObject([
      { path: '1', outcome: 'skipped', attempts: 1, tookMs: 40, fault: null },
      { path: '2', outcome: 'skipped', attempts: 0, tookMs: 0, fault: null },
    ]);
  });

  it('share a correlation that starts with the run', async () => {
    const { begin, events, services } = await createRunbook();
    const run = begin([say('a')]);
    await run.result;
    expect(new Set(events().map(({ correlationId }) => correlationId))).toEqual(new Set([run.id]));
    expect(new Set(events().map(({ causeId }) => causeId))).toEqual(new Set([null]));
    expect(services.bus.correlation.current).toBeUndefined();
  });
});

describe('the context of a step', () => {
  it('has its path, earlier outputs, and its tools', async () => {
    const { begin, registry, services, clock, lines } = await createRunbook();
    const given: OrchestrationContext[] = [];
    registry.registerStep({
      key: 'look',
      title: 'Look',
      input: z.object({}),
      run: (_, context) => {
        context.logger.info('looked');
        given.push(context);
        return given.length;
      },
    });
    const run = begin([
      { step: 'look' },
      { repeat: { step: 'look' }, times: 2 },
      { step: 'note' },
      { step: 'look' },
    ]);
    await run.result;
    expect(given.map(({ path, previous }) => [path, previous])).toEqual([
      ['1', undefined],
      ['2.1#1', 1],
      ['2.1#2', 2],
      ['4', undefined],
    ]);
    expect([...(given[0]?.outputs ?? [])]).toEqual([
      ['1', 1],
      ['2.1#1', 2],
      ['2.1#2', 3],
      ['3', undefined],
      ['4', 4],
    ]);
    expect(given[0]).toMatchObject({ runId: run.id, pipelineId: 'go-live' });
    expect(given[0]?.clock).toBe(services.clock);
    expect(given[0]?.signal.aborted).toBe(false);
    expect(lines.filter(({ message }) => message === 'looked')).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it('clamps progress between 0 and 1, and ignores a finished step', async () => {
    const { begin, registry, events, clock } = await createRunbook();
    const reporter = Promise.withResolvers<OrchestrationContext['progress']>();
    const go = Promise.withResolvers<void>();
    registry.registerStep({
      key: 'tell',
      title: 'Tell',
      input: z.object({}),
      run: async (_, { progress }) => {
        progress(-1, 'less');
        progress(0.25, 'some');
        progress(7, 'more');
        reporter.resolve(progress);
        await go.promise;
      },
    });
    const run = begin([{ step: 'tell' }]);
    const progress = await reporter.promise;
    expect(run.progress).toEqual({
      state: 'running',
      done: 0,
      planned: 1,
      current: [{ path: '1', title: 'Tell', share: 1 }],
    });
    go.resolve();
    await run.result;
    progress(0.5, 'too late');
    await clock.settle();
    expect(
      events()
        .filter(({ topic }) => topic === 'step.progressed')
        .map(({ message, data }) => [message, data['share']]),
    ).toEqual([
      ['less', 0],
      ['some', 0.25],
      ['more', 1],
    ]);
    expect(run.progress).toEqual({ state: 'finished', done: 1, planned: 1, current: [] });
  });
});
