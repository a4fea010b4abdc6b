import { describe, expect, it } from 'vitest';
import { instantAt, readMoment, readSpan, toCells, unseenCells, withPresent } from './history-spans.ts';

describe('spans of the past', () => {
  it('reads span and moment from the address, and falls back to the present hour', () => {
    expect(readSpan({ span: 'week' })).toBe('week');
    expect(readSpan({ span: 'century' })).toBe('hour');
    expect(readMoment({ at: '1700000000000' })).toBe(1_700_000_000_000);
    expect(readMoment({ at: '' })).toBeNull();
    expect(readMoment({ at: '-1' })).toBeNull();
    expect(readMoment({})).toBeNull();
  });

  it('puts the present level into the last cell, unless a worse one is there', () => {
    const cells = toCells(['healthy', 'healthy'], 0, 10);
    expect(withPresent(cells, 'unhealthy').map(({ level }) => level)).toEqual(['healthy', 'unhealthy']);
    expect(withPresent(withPresent(cells, 'unhealthy'), 'healthy').at(-1)?.level).toBe('unhealthy');
    expect(withPresent(unseenCells('hour', 3_600_000), 'healthy').map(({ level }) => level)).toEqual([
      ...Array.from({ length: 59 }, () => null),
      'healthy',
    ]);
  });

  it('finds the instant under the pointer, never outside of the span', () => {
    expect(instantAt(10_000, 20_000, 0.5)).toBe(15_000);
    expect(instantAt(10_000, 20_000, -1)).toBe(10_000);
    expect(instantAt(10_000, 20_000, 2)).toBe(20_000);
  });
});
