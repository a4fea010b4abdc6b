import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { away, createRunbook, say, valueOf } from '../testing/pipeline-harness.ts';

describe('a run under manual control', () => {
  it('waits while it is paused, reports it once, and continues on resume', async () => {
    const { begin, topics, events, clock, letGo, done } = await createRunbook();
    const run = begin([{ step: 'hold', input: { text: 'held' } }, say('a')]);
    await clock.settle();
    run.resume();
    run.pause();
    run.pause();
    letGo();
    await clock.settle();
    expect([run.progress.state, done]).toEqual(['paused', ['held']]);
    run.resume();
    run.resume();
    expect(run.progress.state).toBe('running');
    await run.result;
    run.pause();
    expect(run.progress.state).toBe('finished');
    expect(topics().filter((topic) => topic.startsWith('pipeline.'))).toEqual([
      'pipeline.started',
      'pipeline.paused',
      'pipeline.resumed',
      'pipeline.finished',
    ]);
    const words = events().map(({ message }) => message);
    expect(words).toEqual(expect.arrayContaining(['Go live paused', 'Go live resumed']));
  });

  it('has the reason of its cancellation, and aborts the signal of the running step with it', async () => {
    const { begin, clock } = await createRunbook();
    const run = begin([{ step: 'hold' }]);
    await clock.settle();
    run.cancel('The show is off');
    await expect(run.result).resolves.toMatchObject({
      outcome: 'cancelled',
      fault: { code: 'pipeline.cancelled', kind: 'dependency', message: 'The show is off' },
      steps: [{ outcome: 'cancelled', fault: { message: 'The show is off' } }],
    });
    const other = begin([{ step: 'hold' }]);
    await clock.settle();
    other.cancel();
    await expect(other.result).resolves.toMatchObject({ fault: { message: 'It was cancelled by hand' } });
  });

  it('can be cancelled during a wait, and leaves no timer', async () => {
    const { begin, clock } = await createRunbook();
    for (const node of [{ waitMs: 60_000 }, { waitFor: { check: 'is-live' }, timeoutMs: 60_000 }]) {
      const run = begin([node, say('a')]);
      await clock.settle();
      expect(clock.pending).toBe(1);
      run.cancel('enough');
      await expect(run.result).resolves.toMatchObject({
        outcome: 'cancelled',
        fault: { message: 'enough' },
        steps: [],
      });
      expect(clock.pending).toBe(0);
    }
  });

  it('ends by its caller’s signal, also when the signal was aborted before, and removes its listener', async () => {
    const { begin, clock, done } = await createRunbook();
    const controller = new AbortController();
    const run = begin([{ step: 'hold' }], { signal: controller.signal });
    await clock.settle();
    controller.abort();
    await expect(run.result).resolves.toMatchObject({ outcome: 'cancelled' });
    await expect(begin([say('a')], { signal: controller.signal }).result).resolves.toMatchObject({
      outcome: 'cancelled',
      steps: [],
    });
    expect(done).toEqual([]);
    const late = new AbortController();
    const finished = begin([say('b')], { signal: late.signal });
    await finished.result;
    late.abort();
    await expect(finished.result).resolves.toMatchObject({ outcome: 'succeeded' });
  });

  it('continues after a tolerated failure, but not when it was cancelled', async () => {
    const { begin, clock, done } = await createRunbook();
    const run = begin([{ step: 'hold', onFailure: 'continue' }, say('a')]);
    await clock.settle();
    run.cancel();
    await expect(run.result).resolves.toMatchObject({ outcome: 'cancelled' });
    expect(done).toEqual([]);
  });

  it('skips every round of a step, or only the given one', async () => {
    const { begin, done, clock } = await createRunbook();
    const run = begin([{ waitMs: 10 }, { repeat: say('all'), times: 2 }, { repeat: say('one'), times: 3 }]);
    run.skip('2.1');
    run.skip('3.1#2');
    await clock.advance(10);
    const result = await run.result;
    expect(done).toEqual(['one', 'one']);
    expect(result.steps.map(({ path, outcome }) => `${path} ${outcome}`)).toEqual([
      '2.1#1 skipped',
      '2.1#2 skipped',
      '3.1#1 succeeded',
      '3.1#2 skipped',
      '3.1#3 succeeded',
    ]);
  });
});

describe('the walk through a plan', () => {
  it('ends with the fault of a check', async () => {
    const { begin, registry } = await createRunbook();
    registry.registerCheck({
      key: 'broken',
      title: 'Broken',
      input: z.object({}),
      holds: () => {
        throw new Error('no answer');
      },
    });
    const expected = { outcome: 'failed', fault: { code: 'pipeline.check-failed', message: 'no answer' } };
    const ask = { check: 'broken' };
    for (const node of [
      { when: ask, do: say('a') },
      { repeat: say('a'), while: ask, atMost: 3 },
      { waitFor: ask, timeoutMs: 1_000 },
    ])
      await expect(begin([node]).result).resolves.toMatchObject(expected);
  });

  it('negates an answer, and does nothing without a branch', async () => {
    const { begin, answers, done } = await createRunbook();
    const not = { check: 'is-live', not: true };
    answers.push(true, false, true, false);
    await begin([
      { when: not, do: say('dark') },
      { when: not, do: say('not live') },
      { when: { check: 'is-live' }, do: say('live') },
      { when: { check: 'is-live' }, do: say('never') },
    ]).result;
    expect(done).toEqual(['not live', 'live']);
  });

  it('gives a check its input and its path', async () => {
    const { begin, registry } = await createRunbook();
    const asked: unknown[] = [];
    registry.registerCheck({
      key: 'over',
      title: 'Over',
      input: z.object({ limit: z.number().default(3) }),
      holds: ({ limit }, { path }) => {
        asked.push([limit, path]);
        return asked.length < 3;
      },
    });
    await begin([
      { when: { check: 'over', input: { limit: 5 } }, do: say('a') },
      { repeat: say('b'), while: { check: 'over' }, atMost: 9 },
    ]).result;
    expect(asked).toEqual([
      [5, '1'],
      [3, '2#1'],
      [3, '2#2'],
    ]);
  });

  it('waits a second between two checks, and never beyond its time limit', async () => {
    const { begin, clock, answers } = await createRunbook();
    const run = begin([{ waitFor: { check: 'is-live' }, timeoutMs: 2_500 }]);
    answers.push(false, false, true);
    await clock.advance(2_499);
    expect(answers).toEqual([true]);
    await clock.advance(1);
    await expect(run.result).resolves.toMatchObject({ outcome: 'succeeded', tookMs: 2_500 });
    const inVain = begin([{ waitFor: { check: 'is-live' }, timeoutMs: 2_500, everyMs: 2_000 }]);
    await clock.advance(2_500);
    await expect(inVain.result).resolves.toMatchObject({
      tookMs: 2_500,
      fault: { message: '"The show is live" was not so within 2500 ms', kind: 'transient' },
    });
  });

  it('neither checks nor waits more than necessary in a dry run', async () => {
    const { begin, answers, clock } = await createRunbook();
    answers.push(true);
    const result = await begin(
      [
        { waitFor: { check: 'is-live' }, timeoutMs: 2_500 },
        { repeat: say('a'), while: { check: 'is-live' }, atMost: 5 },
      ],
      { dryRun: true },
    ).result;
    expect([answers, clock.pending]).toEqual([[], 0]);
    expect(result).toMatchObject({ dryRun: true, outcome: 'succeeded', steps: [{ path: '2.1#1' }] });
  });

  it('cancels the other branches with the reason, and the enclosing loop and choice', async () => {
    const { begin, clock } = await createRunbook();
    const run = begin([
      {
        repeat: {
          sequence: [{ parallel: [{ step: 'hold' }, { sequence: [{ waitMs: 5 }, { step: 'fail' }] }] }],
        },
        times: 3,
      },
    ]);
    await clock.advance(5);
    const result = await run.result;
    expect(result.steps).toMatchObject([
      { path: '1.1.1.2.2#1', outcome: 'failed' },
      {
        path: '1.1.1.1#1',
        outcome: 'cancelled',
        fault: { code: 'pipeline.branch-failed', message: 'Another branch failed: The other side is away' },
      },
    ]);
    expect(result.fault?.code).toBe('test.away');
  });

  it('uses the limits of the step, unless the pipeline sets its own', async () => {
    const { runbook, registry, clock } = await createRunbook();
    let tries = 0;
    registry.registerStep({
      key: 'try',
      title: 'Try',
      input: z.object({}),
      timeoutMs: 100,
      retry: { attempts: 2, baseMs: 1, capMs: 1 },
      run: (_, { signal }) => {
        tries++;
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(away())));
      },
    });
    const run = async (rest: object) => {
      tries = 0;
      const plan = valueOf(runbook.plan({ id: 'p', title: 'P', steps: [{ step: 'try', ...rest }] }));
      const begun = valueOf(runbook.execute(plan));
      await clock.advance(10_000);
      const { steps } = await begun.result;
      return [tries, steps[0]?.attempts, (steps[0]?.tookMs ?? 0) >= 100 * tries];
    };
    await expect(run({})).resolves.toEqual([2, 2, true]);
    await expect(run({ retry: { attempts: 3, baseMs: 1, capMs: 1 } })).resolves.toEqual([3, 3, true]);
    await expect(run({ timeoutMs: 10 })).resolves.toEqual([2, 2, false]);
  });
});
