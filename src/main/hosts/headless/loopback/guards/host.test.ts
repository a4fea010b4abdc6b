import { expect, it } from 'vitest';
import { isOwnHost } from './host.ts';
import { own, request } from './testing.ts';

it.each<[readonly string[] | undefined, boolean]>([
  [['127.0.0.1:4747'], true],
  [undefined, false],
  [[], false],
  [[''], false],
  [['127.0.0.1'], false],
  [['127.0.0.1:4748'], false],
  [['127.0.0.1:04747'], false],
  [['127.0.0.1:4747 '], false],
  [['127.0.0.1:4747', '127.0.0.1:4747'], false],
  [['127.0.0.1:4747', 'evil.test'], false],
  [['127.0.0.1:4747,evil.test'], false],
  [['localhost:4747'], false],
  [['LOCALHOST:4747'], false],
  [['evil.test:4747'], false],
  [['127.0.0.1.evil.test:4747'], false],
  [['0.0.0.0:4747'], false],
  [['127.1:4747'], false],
  [['2130706433:4747'], false],
  [['0x7f.0.0.1:4747'], false],
  [['[::1]:4747'], false],
  [['[::ffff:127.0.0.1]:4747'], false],
  [['user@127.0.0.1:4747'], false],
])('accepts Host %j: %s', (host, expected) => {
  expect(isOwnHost(request({ headers: { host } }), own)).toBe(expected);
});
