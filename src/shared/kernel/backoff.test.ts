import { expect, it } from 'vitest';
import { backoffDelay } from './backoff.ts';

it.each([
  [0, undefined, [0, 0, 0]],
  [1, undefined, [250, 500, 15_000]],
  [0, 0.5, [125, 250, 7_500]],
  [1, 0.5, [250, 500, 15_000]],
])('with the random value %d and a least share of %s the delays are %j', (luck, leastShare, waits) => {
  const random = { next: () => luck };
  const backoff = { baseMs: 250, capMs: 15_000, leastShare };
  expect([1, 2, 20].map((failures) => backoffDelay(backoff, failures, random))).toEqual(waits);
});
