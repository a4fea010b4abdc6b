import type { SafeStorage } from 'electron';
import { describe, expect, it } from 'vitest';
import { createSecretCodec } from './secret-codec.ts';
import { createFake } from './testing/fakes.ts';

const fakeStorage = (
  options: {
    available?: boolean;
    backend?: string;
    broken?: boolean;
    rotated?: boolean;
    prefix?: string;
  } = {},
) =>
  createFake<SafeStorage>({
    isAsyncEncryptionAvailable: () => Promise.resolve(options.available ?? true),
    getSelectedStorageBackend: () => options.backend ?? 'gnome_libsecret',
    encryptStringAsync: (text: string) =>
      options.broken === true
        ? Promise.reject(new Error('locked'))
        : Promise.resolve(Buffer.from(`${options.prefix ?? 'v11'}:${text}`)),
    decryptStringAsync: (sealed: Buffer) =>
      options.broken === true
        ? Promise.reject(new Error('locked'))
        : Promise.resolve({
            result: sealed.toString().slice('v11:'.length),
            shouldReEncrypt: options.rotated ?? false,
          }),
  });

const open = (storage: SafeStorage, platform: NodeJS.Platform = 'linux', acceptUnprotected = false) =>
  createSecretCodec(storage, { platform, acceptUnprotected });

describe('the secret codec', () => {
  it('encrypts and decrypts a secret', async () => {
    const codec = await open(fakeStorage());
    if (!codec.ok) throw codec.error;
    expect(codec.value.protection).toEqual({ name: 'gnome_libsecret', protects: true });
    const sealed = await codec.value.encode('token');
    if (!sealed.ok) throw sealed.error;
    expect(await codec.value.decode(sealed.value)).toEqual({
      ok: true,
      value: { value: 'token', stale: false },
    });
  });

  it('reports a changed key of the system', async () => {
    const codec = await open(fakeStorage({ rotated: true }));
    if (!codec.ok) throw codec.error;
    expect(await codec.value.decode(Buffer.from('v11:token'))).toMatchObject({ value: { stale: true } });
  });

  it('is refused when the system has no store', async () => {
    expect(await open(fakeStorage({ available: false }))).toMatchObject({
      error: { code: 'electron.no-secret-store' },
    });
  });

  it('is refused when Linux would use the publicly known password', async () => {
    expect(await open(fakeStorage({ backend: 'basic_text' }))).toMatchObject({
      error: { code: 'electron.secret-store-unprotected', kind: 'configuration' },
    });
  });

  it.each(['unknown', '', 'a_store_of_next_year'])(
    'is refused when the store is named "%s"',
    async (backend) => {
      expect(await open(fakeStorage({ backend }))).toMatchObject({
        error: { code: 'electron.secret-store-unprotected' },
      });
      expect(await open(fakeStorage({ backend }), 'linux', true)).toMatchObject({
        value: { protection: { protects: false } },
      });
    },
  );

  it.each(['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6'])(
    'accepts %s as a protection',
    async (backend) => {
      expect(await open(fakeStorage({ backend }))).toMatchObject({
        value: { protection: { protects: true } },
      });
    },
  );

  it.each(['v10', '', 'xyz'])(
    'refuses a value that the store encrypted as "%s", whatever its name',
    async (prefix) => {
      const codec = await open(fakeStorage({ prefix }));
      if (!codec.ok) throw codec.error;
      expect(await codec.value.encode('token')).toMatchObject({
        error: { code: 'electron.secret-store-unprotected' },
      });
      const accepted = await open(fakeStorage({ prefix }), 'linux', true);
      if (!accepted.ok) throw accepted.error;
      expect(await accepted.value.encode('token')).toMatchObject({ ok: true });
    },
  );

  it.each(['darwin', 'win32'] as const)(
    'does not check the prefix of bytes encrypted on %s',
    async (platform) => {
      const codec = await open(fakeStorage({ prefix: 'bytes' }), platform);
      if (!codec.ok) throw codec.error;
      expect(await codec.value.encode('token')).toMatchObject({ ok: true });
    },
  );

  it('reports no protection when the operator accepted that', async () => {
    const codec = await open(fakeStorage({ backend: 'basic_text' }), 'linux', true);
    expect(codec).toMatchObject({ value: { protection: { name: 'basic_text', protects: false } } });
  });

  it.each([
    ['darwin', 'macOS Keychain'],
    ['win32', 'Windows data protection'],
  ] as const)('does not ask %s for a Linux store', async (platform, name) => {
    expect(await open(fakeStorage({ backend: 'basic_text' }), platform)).toMatchObject({
      value: { protection: { name, protects: true } },
    });
  });

  it('returns a fault when the store is locked', async () => {
    const codec = await open(fakeStorage({ broken: true }));
    if (!codec.ok) throw codec.error;
    expect(await codec.value.encode('token')).toMatchObject({
      error: { code: 'electron.secret-store-failed' },
    });
    expect(await codec.value.decode(Buffer.from('x'))).toMatchObject({ error: { kind: 'transient' } });
  });
});
