import { expect, it } from 'vitest';
import { isDeeperThan } from './nesting.ts';

const nested = (levels: number, wrap: (inner: unknown) => unknown): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = wrap(value);
  return value;
};

it.each<[string, unknown, number, boolean]>([
  ['a number', 1, 0, false],
  ['nothing', undefined, 0, false],
  ['an empty list', [], 0, true],
  ['a list at the limit', [1], 1, false],
  ['a list beyond the limit', [[1]], 1, true],
  ['the deepest of many fields', { a: 1, b: { c: [{ d: [] }] } }, 4, true],
  ['the deepest field at the limit', { a: 1, b: { c: [{ d: [] }] } }, 5, false],
])('measures %s: %j beyond %i is %s', (_what, value, limit, expected) => {
  expect(isDeeperThan(value, limit)).toBe(expected);
});

it.each([
  ['lists', (inner: unknown) => [inner]],
  ['objects', (inner: unknown) => ({ a: inner })],
])('measures 100,000 %s in each other without a stack overflow', (_what, wrap) => {
  expect(isDeeperThan(nested(100_000, wrap), 64)).toBe(true);
  expect(isDeeperThan(nested(100_000, wrap), 200_000)).toBe(false);
});
