import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MetricSeries } from '#shared/model/index.ts';
import { alignSeries } from './chart-data.ts';
import { calmRate, motionOf } from './edge-motion.ts';
import { formatCount, formatRelative, formatShowClock, formatSpan, formatWithUnit } from './format.ts';
import { cutStrip, healthyShare } from './health-strip.ts';
import { emptyRing, pushAll } from './ring.ts';
import { formatRoute, pageIds, parseRoute, type Route } from './route.ts';
import { applyMetricsFrame, emptyMetrics, METRIC_DEPTH } from './metrics-model.ts';

describe('format', () => {
  it.each([
    [0, '0 ms'],
    [340, '340 ms'],
    [12_400, '12 s'],
    [180_000, '3 min'],
    [200_000, '3 min 20 s'],
    [6_120_000, '1 h 42 min'],
    [183_600_000, '2 d 3 h'],
  ])('span %d ms is %s', (ms, words) => expect(formatSpan(ms)).toBe(words));

  it.each([
    [null, 'ms', '–'],
    [41, 'ms', '41 ms'],
    [0.06, '%', '0.1 %'],
    [38.04, '1/min', '38.0/min'],
    [0.7, '/s', '0.7/s'],
    [48_312, '', '48,312'],
  ])('%s %s is %s', (value, unit, words) => expect(formatWithUnit(value, unit)).toBe(words));

  it('tells past from future', () => {
    expect(formatRelative(1_000, 13_500)).toBe('12 s ago');
    expect(formatRelative(13_500, 1_000)).toBe('in 12 s');
    expect(formatRelative(1_000, 1_400)).toBe('now');
  });

  it('never shows an unknown count as zero', () => expect(formatCount(null)).toBe('–'));
  it('counts hours past a day on the show clock', () => expect(formatShowClock(90_061_000)).toBe('25:01:01'));
});

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

describe('ring', () => {
  it('never loses count and never holds more than a tenth over its limit', () => {
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

describe('metrics', () => {
  const frame = { epoch: 'a', seq: 1 };
  const sample = (value: number | null) => ({ componentId: 'obs:main', name: 'fps', unit: 'fps', value });

  it('leaves a hole for seconds that nobody sent', () => {
    let model = applyMetricsFrame(emptyMetrics, {
      ...frame,
      kind: 'changes',
      at: 10_000,
      samples: [sample(60)],
    });
    model = applyMetricsFrame(model, { ...frame, kind: 'changes', at: 13_000, samples: [sample(59)] });
    expect(model.get('obs:main')?.get('fps')?.values).toEqual([60, null, null, 59]);
  });

  it('holds ten minutes and moves the start on', () => {
    let model = emptyMetrics;
    for (let second = 0; second < METRIC_DEPTH + 5; second += 1) {
      model = applyMetricsFrame(model, {
        ...frame,
        kind: 'changes',
        at: second * 1_000,
        samples: [sample(second)],
      });
    }
    const series = model.get('obs:main')?.get('fps');
    expect(series?.values).toHaveLength(METRIC_DEPTH);
    expect(series?.from).toBe(5_000);
    expect(series?.values[0]).toBe(5);
  });

  it('lays series of different starts on one line of seconds', () => {
    const series = (from: number, values: (number | null)[]): MetricSeries => ({
      componentId: 'x',
      name: 'n',
      unit: '',
      from,
      stepMs: 1_000,
      values,
    });
    expect(alignSeries([series(2_000, [1, 2]), series(4_000, [3])])).toEqual({
      seconds: [2, 3, 4],
      values: [
        [1, 2, null],
        [null, null, 3],
      ],
    });
  });
});

describe('health strip', () => {
  const now = 3_600_000;
  it('shows what was not observed as such, and the worst of each minute', () => {
    const cells = cutStrip(
      [
        { at: now - 150_000, level: 'healthy' },
        { at: now - 90_000, level: 'unhealthy' },
        { at: now - 80_000, level: 'healthy' },
      ],
      now,
    );
    expect(cells).toHaveLength(60);
    expect(cells.slice(0, 57).every((cell) => cell.level === null)).toBe(true);
    expect(cells.slice(57).map((cell) => cell.level)).toEqual(['healthy', 'unhealthy', 'healthy']);
  });

  it('takes the share of the observed time only', () => {
    expect(healthyShare([], now)).toBeNull();
    const known = healthyShare(
      [
        { at: 0, level: 'healthy' },
        { at: now / 2, level: 'degraded' },
      ],
      now,
    );
    expect(known).toEqual({ share: 0.5, observedMs: now });
  });
});

describe('edge motion', () => {
  it('moves nothing without events', () => {
    expect(motionOf(0)).toBeNull();
    expect(motionOf(null)).toBeNull();
  });

  it('passes as many dots as there are events, with at most twelve on a line', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 64, noNaN: true }), (rate) => {
        const motion = motionOf(rate);
        expect(motion && motion.dots / motion.roundSeconds).toBeCloseTo(calmRate(rate));
        expect(motion?.dots).toBeLessThanOrEqual(12);
      }),
    );
  });
});
