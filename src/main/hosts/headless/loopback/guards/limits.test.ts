import { describe, expect, it } from 'vitest';
import { areTooManyAttempts } from './attempts.ts';
import { isTicketUsable } from './ticket.ts';
import { tokensEqual } from './token-compare.ts';

describe('tokensEqual', () => {
  it.each([
    ['abc', 'abc', true],
    ['abc', 'abd', false],
    ['abc', 'abcd', false],
    ['', '', true],
    ['', 'abc', false],
    ['abc', 'ABC', false],
    ['é', 'é', true],
  ])('%j and %j: %s', (left, right, expected) => {
    expect(tokensEqual(left, right)).toBe(expected);
  });
});

describe('isTicketUsable', () => {
  it.each([
    [{ issuedAt: 1_000, used: false }, 1_000, true],
    [{ issuedAt: 1_000, used: false }, 31_000, true],
    [{ issuedAt: 1_000, used: false }, 31_001, false],
    [{ issuedAt: 1_000, used: true }, 1_000, false],
  ])('%j at %i: %s', (ticket, now, expected) => {
    expect(isTicketUsable(ticket, now)).toBe(expected);
  });
});

describe('areTooManyAttempts', () => {
  const attempts = (count: number, at: number): number[] => Array.from({ length: count }, () => at);

  it.each([
    ['none', [], 0, false],
    ['nine', attempts(9, 0), 0, false],
    ['ten', attempts(10, 0), 0, true],
    ['ten, the last moment of the minute', attempts(10, 0), 59_999, true],
    ['ten, a minute ago', attempts(10, 0), 60_000, false],
    ['nine old and nine new', [...attempts(9, 0), ...attempts(9, 50_000)], 60_000, false],
  ])('after %s', (_what, failedAt, now, expected) => {
    expect(areTooManyAttempts(failedAt, now)).toBe(expected);
  });
});
