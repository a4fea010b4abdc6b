import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRoute, pageIds, parseRoute, type Route } from './route.ts';

describe('route', () => {
  it.each([
    ['', 'stage'],
    ['#/health', 'health'],
    ['#/nowhere', 'stage'],
    ['#token=abc', 'stage'],
    ['#/events?level=error', 'events'],
  ])('%s leads to %s', (hash, page) => expect(parseRoute(hash).page).toBe(page));

  it('keeps a component id with colons whole', () => {
    expect(parseRoute('#/stage?select=component:obs:main').selection).toEqual({
      kind: 'component',
      id: 'obs:main',
    });
  });

  it.each([['component'], ['component:'], ['robot:1'], [':x']])('ignores the selection %s', (text) => {
    expect(parseRoute(`#/stage?select=${text}`).selection).toBeNull();
  });

  it('reads back every route that it writes', () => {
    const routes: fc.Arbitrary<Route> = fc.record({
      page: fc.constantFrom(...pageIds),
      selection: fc.option(
        fc.record({ kind: fc.constantFrom('component', 'event', 'viewer'), id: fc.string({ minLength: 1 }) }),
      ),
      params: fc.dictionary(
        fc.string({ minLength: 1 }).filter((name) => name !== 'select' && name !== '__proto__'),
        fc.string({ minLength: 1 }),
      ),
    });
    fc.assert(
      fc.property(routes, (route) => {
        expect(parseRoute(formatRoute(route))).toEqual({ ...route, params: { ...route.params } });
      }),
    );
  });
});
