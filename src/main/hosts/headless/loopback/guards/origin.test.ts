import { expect, it } from 'vitest';
import { isOwnOrigin } from './origin.ts';
import { own, request } from './testing.ts';

it.each<[readonly string[] | undefined, 'required' | 'if-present', boolean]>([
  [['http://127.0.0.1:4747'], 'required', true],
  [['http://127.0.0.1:4747'], 'if-present', true],
  [undefined, 'required', false],
  [undefined, 'if-present', true],
  [['null'], 'required', false],
  [['null'], 'if-present', false],
  [[''], 'if-present', false],
  [['https://127.0.0.1:4747'], 'if-present', false],
  [['http://127.0.0.1:4748'], 'if-present', false],
  [['http://127.0.0.1'], 'if-present', false],
  [['http://127.0.0.1:4747/'], 'if-present', false],
  [['http://127.0.0.1:4747.evil.test'], 'if-present', false],
  [['http://localhost:4747'], 'if-present', false],
  [['https://evil.test'], 'if-present', false],
  [['file://'], 'if-present', false],
  [['app://cuelight'], 'if-present', false],
  [['chrome-extension://abc'], 'if-present', false],
  [['http://127.0.0.1:4747', 'https://evil.test'], 'if-present', false],
  [['http://127.0.0.1:4747 https://evil.test'], 'if-present', false],
  [['HTTP://127.0.0.1:4747'], 'if-present', false],
])('accepts Origin %j where it is %s: %s', (origin, need, expected) => {
  expect(isOwnOrigin(request({ headers: { origin } }), own, need)).toBe(expected);
});
