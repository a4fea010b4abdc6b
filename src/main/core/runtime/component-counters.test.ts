import { describe, expect, it } from 'vitest';
import { ComponentCounters, type Contribution } from './component-counters.ts';
import { DurationHistory } from './duration-history.ts';

const running: Contribution = {
  desired: true,
  essential: true,
  alive: true,
  missing: false,
  state: 'running',
  level: 'healthy',
};
const of = (...parts: readonly Partial<Contribution>[]): ComponentCounters => {
  const tally = new ComponentCounters();
  for (const part of parts) tally.replace(null, { ...running, ...part });
  return tally;
};

describe('the sum of components', () => {
  it('is healthy when there are none', () => {
    expect(of()).toMatchObject({ allDown: true, nothingMissing: true, state: 'running', level: 'healthy' });
  });

  it.each<[string, Partial<Contribution>[], string, string]>([
    ['all run', [{}, {}], 'running', 'healthy'],
    ['one starts', [{}, { state: 'starting', level: 'unknown' }], 'degraded', 'unknown'],
    ['one that is essential failed', [{}, { state: 'failed', level: 'unhealthy' }], 'failed', 'unhealthy'],
    [
      'one that is essential is in quarantine',
      [{ state: 'quarantined', level: 'quarantined' }],
      'failed',
      'unhealthy',
    ],
    [
      'one that is not essential failed',
      [{ essential: false, state: 'failed', level: 'unhealthy' }],
      'degraded',
      'degraded',
    ],
    [
      'one that is not essential is in quarantine',
      [{ essential: false, state: 'quarantined', level: 'quarantined' }],
      'degraded',
      'degraded',
    ],
    [
      'one that is not desired failed',
      [{}, { desired: false, state: 'failed', level: 'unhealthy' }],
      'running',
      'healthy',
    ],
    ['one runs with trouble', [{}, { state: 'degraded', level: 'degraded' }], 'degraded', 'degraded'],
  ])('when %s', (_, parts, state, level) => {
    expect(of(...parts)).toMatchObject({ state, level });
  });

  it('is missing while one is, and alive as long as one is, desired or not', () => {
    expect(of({}, { missing: true })).toMatchObject({ nothingMissing: false });
    expect(of({ alive: false }, { desired: false })).toMatchObject({ allDown: false });
    expect(of({ alive: false })).toMatchObject({ allDown: true });
  });

  it('follows every change back to the initial state', () => {
    const tally = of({});
    const ill: Contribution = {
      ...running,
      alive: false,
      missing: true,
      state: 'failed',
      level: 'unhealthy',
    };
    tally.replace(running, ill);
    expect(tally).toMatchObject({
      allDown: true,
      nothingMissing: false,
      state: 'failed',
      level: 'unhealthy',
    });
    tally.replace(ill, null);
    expect(tally).toMatchObject({ allDown: true, nothingMissing: true, state: 'running', level: 'healthy' });
  });
});

describe('the expected duration', () => {
  const after = (...durations: readonly number[]): number | null => {
    const history = new DurationHistory();
    for (const duration of durations) history.add(duration);
    return history.expectedMs;
  };

  it.each([
    [[], null],
    [[7], 7],
    [[9, 1], 1],
    [[9, 100, 1], 9],
    [[3, 100, 20, 1], 3],
  ])('is the lower median of %j: %s', (durations, expected) => {
    expect(after(...durations)).toBe(expected);
  });

  it('covers the last fifteen measurements', () => {
    expect(after(...Array.from({ length: 8 }, () => 1), ...Array.from({ length: 7 }, () => 100))).toBe(1);
    expect(after(1, 1, 1, 1, 1, 1, 1, 1, ...Array.from({ length: 8 }, () => 100))).toBe(100);
  });
});
