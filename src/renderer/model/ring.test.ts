import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyRing, pushAll } from './ring.ts';

describe('ring', () => {
  it('never loses count and never exceeds its limit by more than a tenth', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer(), { maxLength: 40 })), (batches) => {
        const ring = batches.reduce((held, batch) => pushAll(held, batch), emptyRing<number>(20));
        const all = batches.flat();
        expect(ring.forgotten + ring.items.length).toBe(all.length);
        expect(ring.items.length).toBeLessThanOrEqual(22);
        expect(ring.items).toEqual(all.slice(ring.forgotten));
      }),
    );
  });
});
