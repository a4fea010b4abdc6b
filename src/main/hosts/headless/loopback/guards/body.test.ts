import { expect, it } from 'vitest';
import { isJsonBody, maxBodyBytes } from './body.ts';
import type { RequestFacts } from './request-facts.ts';
import { own, request } from './testing.ts';

const json = ['application/json'];

it.each<[RequestFacts['headers'], boolean]>([
  [{}, true],
  [{ 'content-length': ['0'] }, true],
  [{ 'content-length': ['2'], 'content-type': json }, true],
  [{ 'content-length': ['2'], 'content-type': ['application/json; charset=utf-8'] }, true],
  [{ 'content-length': ['2'], 'content-type': ['Application/JSON;charset=UTF-8'] }, true],
  [{ 'content-length': [String(maxBodyBytes)], 'content-type': json }, true],
  [{ 'content-length': [String(maxBodyBytes + 1)], 'content-type': json }, false],
  [{ 'content-length': ['99999999999'], 'content-type': json }, false],
  [{ 'content-length': ['-1'], 'content-type': json }, false],
  [{ 'content-length': ['1e3'], 'content-type': json }, false],
  [{ 'content-length': ['2', '3'], 'content-type': json }, false],
  [{ 'content-length': ['2'] }, false],
  [{ 'content-length': ['2'], 'content-type': ['text/plain'] }, false],
  [{ 'content-length': ['2'], 'content-type': ['application/x-www-form-urlencoded'] }, false],
  [{ 'content-length': ['2'], 'content-type': ['multipart/form-data; boundary=x'] }, false],
  [{ 'content-length': ['2'], 'content-type': ['text/plain; application/json'] }, false],
  [{ 'content-length': ['2'], 'content-type': ['application/json, text/plain'] }, false],
  [{ 'content-length': ['2'], 'content-type': [...json, ...json] }, false],
  [{ 'content-type': ['text/plain'] }, false],
  [{ 'transfer-encoding': ['chunked'], 'content-type': json }, false],
  [{ 'transfer-encoding': ['chunked'], 'content-length': ['2'], 'content-type': json }, false],
])('accepts a body with the headers %j: %s', (headers, expected) => {
  expect(isJsonBody(request({ method: 'POST', headers }), own)).toBe(expected);
});
