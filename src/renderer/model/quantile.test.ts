import { describe, expect, it } from 'vitest';
import { quantile } from './quantile.ts';

describe('quantile', () => {
  it('is a value that was measured', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(quantile(values, 0.5)).toBe(50);
    expect(quantile(values, 0.95)).toBe(95);
    expect(quantile([7], 0.95)).toBe(7);
  });
  it('ignores unobserved values, and is unknown without values', () => {
    expect(quantile([null, 3, null, 1], 0.5)).toBe(1);
    expect(quantile([null], 0.5)).toBeNull();
    expect(quantile([], 0.5)).toBeNull();
  });
});
