import { describe, expect, it } from 'vitest';
import { readUpdateKeys } from './envelope.ts';
import { matchFeed, readFeed, type Installation } from './feed.ts';
import { createTestKey, plainFeed, sealFeed } from './testing/feed-server.ts';

const own = createTestKey();
const codeOf = (result: ReturnType<typeof readFeed>): string | null => (result.ok ? null : result.error.code);

/** Changes the fields of a sealed envelope. */
const reseal = (text: string, changes: object): string => JSON.stringify({ ...JSON.parse(text), ...changes });
const toBase64 = (feed: object): string => Buffer.from(JSON.stringify(feed)).toString('base64');

describe('a signed feed', () => {
  const sealed = sealFeed(plainFeed(), own.privateKey);

  it('is read when a known key signed exactly these bytes', () => {
    expect(readFeed(sealed, own.keys)).toEqual({ ok: true, value: plainFeed() });
  });

  it('is read with each of several keys, so that a key can be replaced', () => {
    const next = createTestKey();
    const keys = readUpdateKeys(`${next.text},${own.text}`) ?? [];
    expect(readFeed(sealed, keys).ok).toBe(true);
    expect(readFeed(sealFeed(plainFeed(), next.privateKey), keys).ok).toBe(true);
  });

  it('is refused when any byte of it was changed', () => {
    const other = reseal(sealed, { payload: toBase64(plainFeed({ version: '9.9.9' })) });
    expect(codeOf(readFeed(other, own.keys))).toBe('update.feed-tampered');
    // Even a change that means the same.
    const spaced = Buffer.from(`${JSON.stringify(plainFeed())} `).toString('base64');
    expect(codeOf(readFeed(reseal(sealed, { payload: spaced }), own.keys))).toBe('update.feed-tampered');
    expect(codeOf(readFeed(reseal(sealed, { payloadType: 'text/plain' }), own.keys))).toBe(
      'update.feed-tampered',
    );
  });

  it('is refused when another key signed it, whatever key it names', () => {
    const foreign = createTestKey();
    const forged = sealFeed(plainFeed(), foreign.privateKey);
    expect(codeOf(readFeed(forged, own.keys))).toBe('update.wrong-key');
    const [{ sig }] = JSON.parse(forged).signatures;
    const named = reseal(forged, { signatures: [{ keyid: own.keys[0]?.id, sig }] });
    expect(codeOf(readFeed(named, own.keys))).toBe('update.feed-tampered');
  });

  it('is refused without a signature', () => {
    expect(codeOf(readFeed(reseal(sealed, { signatures: [] }), own.keys))).toBe('update.signature-missing');
  });

  it.each([
    ['a later format', { ...plainFeed(), format: 2 }],
    ['a name with a path', plainFeed({ files: [{ ...file(), name: '../../etc/passwd' }] })],
    ['a name of a whole address', plainFeed({ files: [{ ...file(), name: 'https:evil' }] })],
    ['no version', plainFeed({ version: 'newest' })],
    ['no file', plainFeed({ files: [] })],
    ['a huge package', plainFeed({ files: [{ ...file(), size: 2_000_000_000 }] })],
    ['an unknown field', { ...plainFeed(), run: 'this' }],
  ])('is refused with %s', (_what, feed) => {
    expect(codeOf(readFeed(sealFeed(feed, own.privateKey), own.keys))).toBe('update.feed-unreadable');
  });

  it.each(['', '<!doctype html><title>Sign in</title>', '{}', 'null', '{"payload":1}'])(
    'differs from something else: %j',
    (text) => expect(codeOf(readFeed(text, own.keys))).toBe('update.not-a-feed'),
  );

  it('is never trusted without a complete key', () => {
    const damaged = ['', ',', 'abc', own.text.slice(1), `${own.text},abc`, `${own.text}!`];
    expect(damaged.map((text) => readUpdateKeys(text))).toEqual(damaged.map(() => null));
  });
});

function file() {
  const [first] = plainFeed().files;
  if (!first) throw new TypeError('The plain feed has no file');
  return first;
}

describe('a feed fits an installation', () => {
  const installation: Installation = {
    version: '1.2.0',
    channel: 'stable',
    platform: 'linux',
    arch: 'x64',
    kind: 'appimage',
    highestSeen: null,
  };
  const match = (feed: Parameters<typeof plainFeed>[0], changes: Partial<Installation> = {}) =>
    matchFeed(plainFeed(feed), { ...installation, ...changes });

  it('when it offers a newer version with a package of the same kind', () => {
    expect(match({})).toEqual({ ok: true, value: { file: file() } });
    expect(match({ minimumVersion: '1.2.0' }).ok).toBe(true);
    expect(match({}, { highestSeen: '1.3.0' }).ok).toBe(true);
  });

  it('when it offers the running version, which is no update', () => {
    expect(match({ version: '1.2.0' })).toEqual({ ok: true, value: null });
  });

  it.each([
    ['a downgrade', { version: '1.1.9' }, {}, 'update.downgrade'],
    ['a downgrade to a prerelease', { version: '1.2.0-rc.1' }, {}, 'update.downgrade'],
    ['an old feed that is sent again', {}, { highestSeen: '1.4.0' }, 'update.replayed'],
    [
      'the running version after a newer one',
      { version: '1.2.0' },
      { highestSeen: '1.3.0' },
      'update.replayed',
    ],
    ['another channel', { channel: 'beta' }, {}, 'update.wrong-channel'],
    ['another system', { platform: 'win32' }, {}, 'update.wrong-platform'],
    ['another processor', { arch: 'arm64' }, {}, 'update.wrong-platform'],
    ['a step over too many versions', { minimumVersion: '1.2.1' }, {}, 'update.too-big-a-step'],
    ['no package of this kind', {}, { kind: 'deb' }, 'update.no-package'],
  ] as const)('but not with %s', (_what, feed, changes, code) => {
    expect(match(feed, changes)).toMatchObject({ ok: false, error: { code } });
  });
});
