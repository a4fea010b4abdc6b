import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from './redactor.ts';
import { redacted } from './secret-formats.ts';

const { redact, text, holdsSecret } = createRedactor();

/** A password like those that OBS generates. */
const distinctive = 'tR4xq9LmZ2bK7vWd';

const wordLike = [
  'on',
  'obs',
  'twitch',
  'message',
  'stream',
  'text',
  'enter',
  'practice',
  'chat.message',
  'obs:main',
  'chat-presence.obs',
  'nightowl_77',
  'lantern_cove_rehearsal',
  'Cuelight',
  'swordfish',
  'hunter2',
  '1234',
  '12345678901234567890',
  'null',
  '[redacted]',
  '[',
  'redacted',
  '.*',
  'a+b(c)?',
  '$1',
  '\\d',
  '🐙',
  '🐙🎸🎲🚀',
  'пароль',
  'パスワード',
  ' ',
  '  two words  ',
  'All well',
  '"quoted"',
  'e\u0301te\u0301',
  '\uD800',
];

describe('redactor', () => {
  it.each([
    ['password', 'hunter2-hunter2'],
    ['obsPassword', 'x'],
    ['client_secret', 'abc'],
    ['accessToken', 'abc'],
    ['streamKey', 'abc'],
    ['x-api-key', 'abc'],
    ['Authorization', 'abc'],
  ])('hides the value under the key %s', (key, value) => {
    expect(redact({ [key]: value })).toEqual({ [key]: redacted });
  });

  it.each(['tokenCount', 'passwordState', 'authMethod', 'compass', 'keyboard', 'monkey', 'tokenExpiresAt'])(
    'keeps the value under the key %s',
    (key) => {
      expect(redact({ [key]: 'plain' })).toEqual({ [key]: 'plain' });
    },
  );

  it.each([
    ['oauth:abcdefghij0123456789abcdefghij', `oauth:${redacted}`],
    ['Authorization: Bearer abc123.def456-ghi789', `Authorization: Bearer ${redacted}`],
    ['Authorization: Basic bWU6c3dvcmRmaXNo', `Authorization: Basic ${redacted}`],
    ['it sent Basic bWU6cHc=', `it sent Basic ${redacted}`],
    ['{"authorization":"Bot abcdef"}', `{"authorization":"${redacted}"}`],
    ['https://x.test/cb?access_token=abcd1234&state=1', `https://x.test/cb?access_token=${redacted}&state=1`],
    ['ws://user:swordfish@127.0.0.1', `ws://user:${redacted}@127.0.0.1`],
    ['ws://:p%40ss@127.0.0.1/x', `ws://:${redacted}@127.0.0.1/x`],
    ['connect failed ws://me:p@ss@127.0.0.1:1', `connect failed ws://me:${redacted}@127.0.0.1:1`],
    ['live_123456_abcdefghij0123456789', `live_123456_${redacted}`],
    [
      'https://discord.test/api/webhooks/123/abcdefghijklmnopqrstuvwxyz',
      `https://discord.test/api/webhooks/123/${redacted}`,
    ],
    [
      'https://discord.test/api/v10/webhooks/123/abcdefghijklmnopqrstuvwxyz',
      `https://discord.test/api/v10/webhooks/123/${redacted}`,
    ],
    [`MTA${'x1'.repeat(11)}.GaBcDe.${'aB3'.repeat(10)}`, redacted],
    [`a ghp_${'aB3'.repeat(12)} b`, `a ${redacted} b`],
    ['key AKIAABCDEFGHIJKLMNOP', `key ${redacted}`],
    ['eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl', redacted],
    [
      '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----',
      `-----BEGIN RSA PRIVATE KEY-----${redacted}`,
    ],
    ['abcdefghij0123456789abcdefghij', redacted],
  ])('recognises the format of %s and asks before it is sent', (input, expected) => {
    expect(text(input)).toBe(expected);
    expect(holdsSecret(input)).toBe(true);
    expect(text(expected)).toBe(expected);
  });

  it.each([
    ['password=swordfish', `password=${redacted}`],
    ['said token=swordfish9.', `said token=${redacted}`],
    ['{"password":"sword \\"fish\\"","user":"me"}', `{"password":"${redacted}","user":"me"}`],
    ['"{\\"token\\":\\"swordfish\\"}"', `"{\\"token\\":\\"${redacted}\\"}"`],
    ["{ password: 'swordfish' }", `{ password: '${redacted}' }`],
    ['grant_type=x&client_secret=abc&y=1', `grant_type=x&client_secret=${redacted}&y=1`],
  ])('hides the value in %s, but does not ask before it is sent', (input, expected) => {
    expect(text(input)).toBe(expected);
    expect(holdsSecret(input)).toBe(false);
  });

  it.each([
    'Chat is silent: Twitch refused the sign-in',
    'obs:main',
    '60.0 fps · 0.0 % dropped',
    'a token of thanks',
    'The secret: practice every day',
    'Top secret: raid night',
    'the secret: nobody knows him',
    'OBS refused the password: enter the one shown in OBS under Tools, WebSocket Server Settings',
    'password: enter',
    'https://example.com/watch?v=abc&key=4',
    'https://example.com/redeem?code=WELCOME10',
    'https://x.test/cb?code=abcd1234&state=1',
    'https://x.test/?token=abcd&secret=efgh&sig=ijkl',
    'bearer of bad news, basic economics, bot message',
    'Basic settings are wrong',
    'a Bot lantern_cove_rehearsal2 writes',
    'https://twitch.tv/videos/2233445566 by me@example.com',
    'd41d8cd98f00b204e9800998ecf8427e',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  ])('keeps the sentence %s', (input) => {
    expect(text(input)).toBe(input);
    expect(holdsSecret(input)).toBe(false);
  });

  it('hides a generated secret anywhere and in every usual encoding, until it is disposed', () => {
    const own = createRedactor();
    const held = own.addSecret(distinctive);
    expect(own.redact({ note: `it is ${distinctive}`, [distinctive]: 1 })).toEqual({
      note: `it is ${redacted}`,
      [redacted]: 1,
    });
    expect(own.text(`x%3D${distinctive}%26`)).toBe(`x%3D${redacted}%26`);
    expect(own.holdsSecret(`mine is ${distinctive}`)).toBe(true);
    held[Symbol.dispose]();
    expect(own.text(`it is ${distinctive}`)).toBe(`it is ${distinctive}`);
  });

  it.each(['p#ss w0rd/4?x', 'pä5s"w0\\rd%7', '🐙4pp🎸X9z'])(
    'hides %s percent-encoded, in JSON and in base64 behind any user name',
    (secret) => {
      const own = createRedactor();
      own.addSecret(secret);
      const encoded = encodeURIComponent(secret);
      expect(own.text(`bad value ${encoded} here`)).toBe(`bad value ${redacted} here`);
      expect(own.text(`bad value ${JSON.stringify({ x: secret })}`)).toBe(`bad value {"x":"${redacted}"}`);
      for (const user of ['', 'a', 'ab', 'abc', 'abcd']) {
        const header = Buffer.from(`${user}:${secret}`).toString('base64');
        expect(own.text(`Basic ${header}`)).toBe(`Basic ${redacted}`);
        const middle = Buffer.from(secret).toString('base64').slice(0, -4);
        expect(own.text(`(${header})`)).not.toContain(middle);
      }
    },
  );

  it('hides a phrase only as whole words', () => {
    const own = createRedactor();
    own.addSecret('correct horse battery staple');
    expect(own.text('"correct horse battery staple"')).toBe(`"${redacted}"`);
    expect(own.text('incorrect horse battery staples')).toBe('incorrect horse battery staples');
  });

  it('hides a secret issued by a platform everywhere, whatever it looks like', () => {
    const own = createRedactor();
    own.addSecret('access-canary', { generated: true });
    expect(own.text('it is access-canary')).toBe(`it is ${redacted}`);
  });

  it.each(wordLike)('keeps sentences, keys and values when the password is "%s"', (secret) => {
    const own = createRedactor();
    own.addSecret(secret);
    const talk = [
      secret,
      `${secret}ing ${secret}er`,
      `love the ${secret}, ${secret}! The secret: ${secret} every day`,
      `OBS refused the password: ${secret} the one shown in OBS`,
      `https://example.com/${encodeURIComponent(secret.toWellFormed())}?key=4`,
    ];
    for (const line of talk) {
      expect(own.text(line)).toBe(line);
      expect(own.holdsSecret(line)).toBe(false);
    }
    const event = {
      topic: secret,
      platform: secret,
      [secret]: 'message',
      data: { [`${secret}ing`]: [secret] },
    };
    expect(own.redact(event)).toBe(event);
  });

  it.each(wordLike.filter((secret) => /^[\p{L}\p{N}_.:-]+$/u.test(secret)))(
    'hides the password "%s" where a credential is expected',
    (secret) => {
      const own = createRedactor();
      own.addSecret(secret);
      for (const [before, after] of [
        ['password=', ''],
        ['the password: ', ''],
        ['(password: ', ') failed'],
        ['{"password":"', '","x":1}'],
        ['the password "', '" is wrong'],
        ['Authorization: Bearer ', ''],
        ['ws://me:', '@127.0.0.1:4455'],
      ] as const) {
        expect(own.text(`${before}${secret}${after}`)).toBe(`${before}${redacted}${after}`);
      }
      expect(own.redact({ password: secret })).toEqual({ password: redacted });
    },
  );

  it('asks before a password that is an ordinary word is sent as a password', () => {
    const own = createRedactor();
    own.addSecret('twitch');
    expect(own.holdsSecret('my password: twitch')).toBe(true);
    expect(own.holdsSecret('I love twitch')).toBe(false);
  });

  it('keeps hiding a value that was also added elsewhere', () => {
    const own = createRedactor();
    const first = own.addSecret(distinctive);
    using _second = own.addSecret(distinctive);
    first[Symbol.dispose]();
    first[Symbol.dispose]();
    expect(own.text(distinctive)).toBe(redacted);
  });

  it('returns the same value when there is nothing to hide', () => {
    const value = { a: [1, { b: 'plain' }], c: null };
    expect(redact(value)).toBe(value);
  });

  it('cuts cycles and keeps objects that occur twice', () => {
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

  it('does not overflow on endless nesting', () => {
    let deep: unknown = { password: 'swordfish' };
    for (let level = 0; level < 50_000; level++) deep = [deep];
    expect(JSON.stringify(redact(deep))).not.toContain('swordfish');
  });

  it('recognises nearly every password that OBS generates and every token that Twitch issues', () => {
    const of = (alphabet: string, length: number) =>
      fc
        .array(fc.constantFrom(...alphabet.split('')), { minLength: length, maxLength: length })
        .map((all) => all.join(''));
    const small = 'abcdefghijklmnopqrstuvwxyz';
    const samples = [
      ...fc.sample(of(`${small}${small.toUpperCase()}0123456789`, 16), { numRuns: 1_000, seed: 1 }),
      ...fc.sample(of(`${small}0123456789`, 30), { numRuns: 1_000, seed: 1 }),
    ];
    const missed = samples.filter((secret) => {
      const own = createRedactor();
      own.addSecret(secret);
      return own.text(`it is ${secret} here`) !== `it is ${redacted} here`;
    });
    expect(missed.length).toBeLessThan(20);
  });
});
