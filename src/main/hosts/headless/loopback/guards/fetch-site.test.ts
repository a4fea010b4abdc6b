import { expect, it } from 'vitest';
import { isOwnFetchSite } from './fetch-site.ts';
import { own, request } from './testing.ts';

it.each<[readonly string[] | undefined, boolean]>([
  [undefined, true],
  [['same-origin'], true],
  [['none'], true],
  [['same-site'], false],
  [['cross-site'], false],
  [[''], false],
  [['Same-Origin'], false],
  [['same-origin', 'same-origin'], false],
])('accepts Sec-Fetch-Site %j: %s', (site, expected) => {
  expect(isOwnFetchSite(request({ headers: { 'sec-fetch-site': site } }), own)).toBe(expected);
});
