import { describe, expect, it } from 'vitest';
import { formatCount, formatRelative, formatShowClock, formatSpan, formatWithUnit } from './format.ts';

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
    [29, 'per minute', '29/min'],
    [48_312, '', '48,312'],
  ])('%s %s is %s', (value, unit, words) => expect(formatWithUnit(value, unit)).toBe(words));

  it('distinguishes past and future', () => {
    expect(formatRelative(1_000, 13_500)).toBe('12 s ago');
    expect(formatRelative(13_500, 1_000)).toBe('in 12 s');
    expect(formatRelative(1_000, 1_400)).toBe('now');
  });

  it('never shows an unknown count as zero', () => expect(formatCount(null)).toBe('–'));
  it('counts hours past a day on the show clock', () => expect(formatShowClock(90_061_000)).toBe('25:01:01'));
});
