import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calmRate, motionOf } from './edge-motion.ts';

describe('edge motion', () => {
  it('moves nothing without events', () => {
    expect(motionOf(0)).toBeNull();
    expect(motionOf(null)).toBeNull();
  });

  it('passes as many dots as there are events, at most twelve on a line', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 64, noNaN: true }), (rate) => {
        const motion = motionOf(rate);
        expect(motion && motion.dots / motion.roundSeconds).toBeCloseTo(calmRate(rate));
        expect(motion?.dots).toBeLessThanOrEqual(12);
      }),
    );
  });
});
