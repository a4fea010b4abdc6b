import { expect, it } from 'vitest';
import { responseHeaders } from './response-headers.ts';

const document = {
  nonce: 'AAAAAAAAAAAAAAAAAAAAAAAA',
  socketOrigin: 'ws://127.0.0.1:4747',
  trustedTypesPolicies: ['default'],
};

it.each([
  ['a document', document],
  ['anything else', undefined],
])('protects %s from other origins, frames and sniffing', (_what, given) => {
  const headers = responseHeaders(given);
  expect(headers).toMatchObject({
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(Object.keys(headers).filter((name) => /^(set-cookie|access-control-)/.test(name))).toEqual([]);
});

it('allows a document its own files, and styles only with this nonce', () => {
  const policy = responseHeaders(document)['content-security-policy'] ?? '';
  expect(policy.split('; ')).toEqual(
    expect.arrayContaining([
      "script-src 'self'",
      `style-src 'self' 'nonce-${document.nonce}'`,
      "connect-src 'self' ws://127.0.0.1:4747",
      "require-trusted-types-for 'script'",
      'trusted-types default',
    ]),
  );
  expect(policy).not.toContain('unsafe');
});
