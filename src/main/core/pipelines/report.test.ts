import { describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import { reportRun, type OrchestrationResult, type StepResult } from './result.ts';

const away = new Fault('test.away', 'OBS is away', { kind: 'transient' });
const stepOf = (rest: Partial<StepResult>): StepResult => ({
  path: '1',
  key: 'say',
  title: 'Say',
  outcome: 'succeeded',
  attempts: 1,
  tookMs: 0,
  output: null,
  fault: null,
  undone: null,
  ...rest,
});
const resultOf = (rest: Partial<OrchestrationResult>): OrchestrationResult => ({
  runId: 'run-1',
  pipelineId: 'p',
  title: 'Go live',
  outcome: 'succeeded',
  dryRun: false,
  steps: [],
  fault: null,
  compensationFaults: [],
  startedAt: 0,
  tookMs: 0,
  ...rest,
});

describe('the report of a run', () => {
  it.each([
    [{ tookMs: 999.4 }, 'Go live succeeded in 999 ms'],
    [{ tookMs: 1_000 }, 'Go live succeeded in 1 s'],
    [{ tookMs: 12_340 }, 'Go live succeeded in 12.3 s'],
    [{ dryRun: true }, 'Go live would run as follows'],
    [{ outcome: 'failed', fault: away, tookMs: 5 }, 'Go live failed after 5 ms: OBS is away'],
    [{ outcome: 'cancelled', tookMs: 5 }, 'Go live was cancelled after 5 ms'],
  ] as const)('describes %o as "%s"', (result, expected) => {
    expect(reportRun(resultOf(result))).toBe(expected);
  });

  it.each([
    [{}, '  1 Say: done (0 ms)'],
    [{ tookMs: 2_040, attempts: 3 }, '  1 Say: done (2 s, 3 attempts)'],
    [{ outcome: 'failed', fault: away, attempts: 2 }, '  1 Say: failed (0 ms, 2 attempts): OBS is away'],
    [{ outcome: 'skipped', tookMs: 40, attempts: 2 }, '  1 Say: skipped'],
    [{ outcome: 'cancelled', tookMs: 40 }, '  1 Say: cancelled (40 ms)'],
    [{ outcome: 'planned' }, '  1 Say: would be done'],
    [{ undone: true }, '  1 Say: done (0 ms); undone'],
    [{ undone: false }, '  1 Say: done (0 ms); could not be undone'],
  ] as const)('describes a step with %o as "%s"', (step, expected) => {
    expect(reportRun(resultOf({ steps: [stepOf(step)] })).split('\n')[1]).toBe(expected);
  });

  it('ends with the steps that could not be undone', () => {
    const result = resultOf({ steps: [stepOf({}), stepOf({ path: '2' })], compensationFaults: [away, away] });
    expect(reportRun(result).split('\n')).toEqual([
      'Go live succeeded in 0 ms',
      '  1 Say: done (0 ms)',
      '  2 Say: done (0 ms)',
      '  Not undone: OBS is away',
      '  Not undone: OBS is away',
    ]);
  });
});
