import { expect, it } from 'vitest';
import { isPlainRequestLine } from './request-line.ts';
import type { RequestFacts } from './request-facts.ts';
import { own, request } from './testing.ts';

it.each<[Partial<RequestFacts>, boolean]>([
  [{}, true],
  [{ method: 'POST', target: '/session' }, true],
  [{ method: 'PATCH', target: '/api/settings?x=1' }, true],
  [{ method: 'OPTIONS' }, false],
  [{ method: 'TRACE' }, false],
  [{ method: 'CONNECT', target: '127.0.0.1:4747' }, false],
  [{ method: 'get' }, false],
  [{ method: '' }, false],
  [{ target: 'http://127.0.0.1:4747/' }, false],
  [{ target: 'http://evil.test/' }, false],
  [{ target: '//evil.test/' }, false],
  [{ target: '*' }, false],
  [{ target: '' }, false],
  [{ target: `/${'a'.repeat(4_096)}` }, false],
  [{ httpVersion: '1.0' }, false],
  [{ httpVersion: '2.0' }, false],
])('accepts %j: %s', (changes, expected) => {
  expect(isPlainRequestLine(request(changes), own)).toBe(expected);
});
