import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { away, createRunbook, say, valueOf } from '../testing/pipeline-harness.ts';

describe('a run in the hand of an operator', () => {
  it('waits when it is paused, says so once, and goes on when it is told', async () => {
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

  it('says why it was cancelled, and aborts the signal of what is under way with it', async () => {
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

  it('is cancelled in a wait as well, and leaves no timer', async () => {
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

  it('ends by the signal of whoever began it, also when that came first, and lets go of it', async () => {
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

  it('goes on over a failure that it need not mind, but not when it was cancelled', async () => {
    const { begin, clock, done } = await createRunbook();
    const run = begin([{ step: 'hold', onFailure: 'continue' }, say('a')]);
    await clock.settle();
    run.cancel();
    await expect(run.result).resolves.toMatchObject({ outcome: 'cancelled' });
    expect(done).toEqual([]);
  });

  it('leaves out every round of a step, or the one that is named', async () => {
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

describe('the ways through a plan', () => {
  it('ends with what a check fails with', async () => {
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

  it('takes an answer the other way round, and does nothing where nothing is said', async () => {
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

  it('gives a check its input and its place', async () => {
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

  it('waits a second between two questions, and never longer than it may', async () => {
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

  it('neither asks nor waits in a dry run more than it must', async () => {
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

  it('ends the other branches with the reason, and the loop and the choice around them', async () => {
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

  it('keeps the limits of the step, unless the pipeline has its own', async () => {
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
