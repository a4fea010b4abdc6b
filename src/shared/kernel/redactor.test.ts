import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor, redacted } from './redactor.ts';

const { redact, text } = createRedactor();

describe('redactor', () => {
  it.each([
    ['password', 'hunter2-hunter2'],
    ['obsPassword', 'x'],
    ['client_secret', 'abc'],
    ['accessToken', 'abc'],
    ['streamKey', 'abc'],
    ['x-api-key', 'abc'],
    ['Authorization', 'abc'],
  ])('hides what stands under the key %s', (key, value) => {
    expect(redact({ [key]: value })).toEqual({ [key]: redacted });
  });

  it.each(['tokenCount', 'passwordState', 'authMethod', 'compass', 'keyboard', 'monkey', 'tokenExpiresAt'])(
    'leaves what stands under the key %s',
    (key) => {
      expect(redact({ [key]: 'plain' })).toEqual({ [key]: 'plain' });
    },
  );

  it.each([
    ['oauth:abcdefghij0123456789abcdefghij', `oauth:${redacted}`],
    ['Authorization: Bearer abc123.def456-ghi789', `Authorization: Bearer ${redacted}`],
    ['https://x.test/cb?code=abcd1234&state=1', `https://x.test/cb?code=${redacted}&state=1`],
    ['ws://user:swordfish@127.0.0.1', `ws://user:${redacted}@127.0.0.1`],
    ['password=swordfish', `password=${redacted}`],
    ['live_123456_abcdefghij0123456789', `live_123456_${redacted}`],
    [
      'https://discord.test/api/webhooks/123/abcdefghijklmnopqrstuvwxyz',
      `https://discord.test/api/webhooks/123/${redacted}`,
    ],
    ['abcdefghij0123456789abcdefghij', redacted],
  ])('knows the shape of %s', (input, expected) => {
    expect(text(input)).toBe(expected);
  });

  it.each([
    'Chat is silent: Twitch refused the sign-in',
    'obs:main',
    '60.0 fps · 0.0 % dropped',
    'a token of thanks',
  ])('leaves the sentence %s', (input) => {
    expect(text(input)).toBe(input);
  });

  it('hides a value it was told, wherever it stands, until it is told to forget it', () => {
    const own = createRedactor();
    const held = own.addSecret('swordfish');
    expect(own.redact({ note: 'it is swordfish', swordfish: 1 })).toEqual({
      note: `it is ${redacted}`,
      [redacted]: 1,
    });
    held[Symbol.dispose]();
    expect(own.text('it is swordfish')).toBe('it is swordfish');
  });

  it('gives back the very value when there is nothing to hide', () => {
    const value = { a: [1, { b: 'plain' }], c: null };
    expect(redact(value)).toBe(value);
  });

  it('cuts cycles and shows what occurs twice', () => {
    const shared = { plain: 1 };
    const value: Record<string, unknown> = { left: shared, right: shared };
    value['self'] = value;
    expect(redact(value)).toEqual({ left: { plain: 1 }, right: { plain: 1 }, self: '[circular]' });
  });

  it('lets no secret through at any depth, in any container', () => {
    const secret = 'Zq8-secret-value-Zq8';
    const tree = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 6 },
        fc.constant({ password: secret }),
        fc.constant({ tokens: { twitch: [secret] } }),
        fc.constant(`see token=${secret}`),
        fc.string(),
        fc.array(tie('node'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('node'), { maxKeys: 4 }),
        tie('node').map((inner) => new Map([['k', inner]])),
        tie('node').map((inner) => new Set([inner])),
      ),
    })).node;
    fc.assert(fc.property(tree, (value) => !JSON.stringify(redact({ value })).includes(secret)));
  });

  it('does not overflow on what is nested without end', () => {
    let deep: unknown = { password: 'swordfish' };
    for (let level = 0; level < 50_000; level++) deep = [deep];
    expect(JSON.stringify(redact(deep))).not.toContain('swordfish');
  });
});
