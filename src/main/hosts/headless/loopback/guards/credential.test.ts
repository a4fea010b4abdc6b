import { expect, it } from 'vitest';
import { credentialOf } from './credential.ts';
import type { RequestFacts } from './request-facts.ts';
import { request } from './testing.ts';

const token = 'aB3-_'.padEnd(43, 'x');

it.each<[string, Partial<RequestFacts>, string | null]>([
  ['a bearer token', { headers: { authorization: [`Bearer ${token}`] } }, token],
  ['a scheme in other letters', { headers: { authorization: [`bearer ${token}`] } }, token],
  ['nothing', {}, null],
  ['another scheme', { headers: { authorization: [`Basic ${token}`] } }, null],
  ['no scheme', { headers: { authorization: [token] } }, null],
  ['two headers', { headers: { authorization: [`Bearer ${token}`, `Bearer ${token}`] } }, null],
  ['two tokens', { headers: { authorization: [`Bearer ${token} ${token}`] } }, null],
  ['one letter less', { headers: { authorization: [`Bearer ${token.slice(1)}`] } }, null],
  ['one letter more', { headers: { authorization: [`Bearer ${token}x`] } }, null],
  ['a letter that no token has', { headers: { authorization: [`Bearer ${token.slice(1)}%`] } }, null],
  ['a megabyte', { headers: { authorization: [`Bearer ${'x'.repeat(1_048_576)}`] } }, null],
  ['a query', { target: `/api/health?token=${token}` }, null],
  ['a cookie', { headers: { cookie: [`token=${token}`] } }, null],
])('reads the credential of %s', (_what, changes, expected) => {
  expect(credentialOf(request(changes))).toBe(expected);
});
