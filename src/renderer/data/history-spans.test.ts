import { describe, expect, it } from 'vitest';
import { healthyCellShare, instantAt, readMoment, readSpan, toCells } from './history-spans.ts';

describe('spans of the past', () => {
  it('reads span and moment from the address, and takes nonsense for the present hour', () => {
    expect(readSpan({ span: 'week' })).toBe('week');
    expect(readSpan({ span: 'century' })).toBe('hour');
    expect(readMoment({ at: '1700000000000' })).toBe(1_700_000_000_000);
    expect(readMoment({ at: '' })).toBeNull();
    expect(readMoment({ at: '-1' })).toBeNull();
    expect(readMoment({})).toBeNull();
  });

  it('takes the share of the cells that were observed', () => {
    expect(healthyCellShare(toCells([null, null], 0, 10))).toBeNull();
    expect(healthyCellShare(toCells([null, 'healthy', 'degraded', 'healthy'], 0, 10))).toEqual({
      share: 2 / 3,
      observed: 3,
    });
  });

  it('finds the instant under the pointer, never outside of the span', () => {
    expect(instantAt(10_000, 20_000, 0.5)).toBe(15_000);
    expect(instantAt(10_000, 20_000, -1)).toBe(10_000);
    expect(instantAt(10_000, 20_000, 2)).toBe(20_000);
  });
});
