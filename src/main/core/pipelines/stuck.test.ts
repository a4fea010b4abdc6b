import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createRunbook, say } from '../testing/pipeline-harness.ts';

/** Hanging work and forgotten pauses can't keep a run from ending. */

const createDeafRunbook = async () => {
  const made = await createRunbook();
  made.registry.registerCheck({
    key: 'deaf',
    title: 'The deck answers',
    input: z.object({}),
    holds: () => new Promise<boolean>(() => undefined),
  });
  return made;
};
const ask = { check: 'deaf' };

describe('a check that never answers', () => {
  it.each([
    ['a choice', { when: ask, do: say('a') }, 10_000],
    ['a loop', { repeat: say('a'), while: ask, atMost: 3 }, 10_000],
    ['a wait that is shorter', { waitFor: ask, timeoutMs: 2_500 }, 2_500],
    ['a wait that is longer', { waitFor: ask, timeoutMs: 60_000 }, 10_000],
    ['a wait that asks but once', { waitFor: ask, timeoutMs: 0 }, 10_000],
  ])('fails %s at its timeout', async (_, node, limitMs) => {
    const { begin, clock, done } = await createDeafRunbook();
    const run = begin([node]);
    await clock.advance(limitMs);
    await expect(run.result).resolves.toMatchObject({
      outcome: 'failed',
      tookMs: limitMs,
      fault: {
        code: 'execute.timed-out',
        kind: 'transient',
        message: `The check "The deck answers" did not answer within ${limitMs} ms`,
      },
    });
    expect([done, clock.pending]).toEqual([[], 0]);
  });

  it('prevents neither cancelling its run nor stopping its orchestrator', async () => {
    const { begin, clock, runbook } = await createDeafRunbook();
    const run = begin([{ when: ask, do: say('a') }]);
    await clock.settle();
    run.cancel('enough');
    await expect(run.result).resolves.toMatchObject({ outcome: 'cancelled', fault: { message: 'enough' } });
    const other = begin([{ when: ask, do: say('a') }]);
    await clock.settle();
    await expect(runbook.cleanup()).resolves.toMatchObject({ ok: true, value: { faults: [], tookMs: 0 } });
    await expect(other.result).resolves.toMatchObject({ outcome: 'cancelled' });
  });
});

describe('a run that is paused', () => {
  it('and ends anyway cannot be resumed', async () => {
    const { begin, clock, letGo, topics } = await createRunbook();
    const run = begin([{ step: 'hold' }]);
    await clock.settle();
    run.pause();
    letGo();
    await expect(run.result).resolves.toMatchObject({ outcome: 'succeeded' });
    run.resume();
    expect(run.progress.state).toBe('finished');
    expect(topics()).not.toContain('pipeline.resumed');
  });

  it('undoes finished steps as soon as one branch fails, whatever the others wait for', async () => {
    const { begin, clock, done, registry } = await createRunbook();
    const broken = Promise.withResolvers<never>();
    registry.registerStep({ key: 'break', title: 'Break', input: z.object({}), run: () => broken.promise });
    const run = begin([
      say('a'),
      { parallel: [{ step: 'break' }, { sequence: [{ waitMs: 10 }, say('b')] }] },
    ]);
    await clock.settle();
    run.pause();
    await clock.advance(10);
    expect([run.progress.state, done]).toEqual(['paused', ['a']]);
    broken.reject(new Error('it broke'));
    await expect(run.result).resolves.toMatchObject({ outcome: 'failed', fault: { message: 'it broke' } });
    expect(done).toEqual(['a', 'undo a']);
  });
});
