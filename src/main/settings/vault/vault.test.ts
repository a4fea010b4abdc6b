import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { valueOf } from '../testing/settings-fixture.ts';
import { createCodecVault, type SecretCodec } from './codec-vault.ts';
import { overlayEnvironment } from './environment-vault.ts';
import { openFileVault } from './file-vault.ts';
import type { SecretVault } from './port.ts';
import { createSecretReader } from './secret-reader.ts';
import { createSessionVault } from './session-vault.ts';

const canary = 'canary-7f3a91-do-not-write-me';

const createHome = () => {
  const home = mkdtempSync(join(tmpdir(), 'cuelight-vault-'));
  const file = join(home, 'vault.json');
  const clock = createFakeClock(Date.UTC(2026, 10, 22, 20, 15, 3));
  /** Replaces a keyring: reverses the text, and opens only its own output. */
  const codec = (key: number): SecretCodec => ({
    id: 'test-keyring',
    description: { backend: 'Test keyring', protection: 'os-keyring', warning: null },
    encrypt: async (text) => Buffer.from([key, ...Buffer.from(text).toReversed()]),
    decrypt: async (bytes) => {
      if (bytes[0] !== key) throw new Error(`cannot open ${canary}`);
      return Buffer.from(bytes.slice(1).toReversed()).toString();
    },
  });
  return {
    home,
    file,
    withPassphrase: (passphrase: string | null) => openFileVault({ file, passphrase, clock }),
    withCodec: (key = 1) => createCodecVault({ file, codec: codec(key), clock }),
    /** Returns every byte of the home, and the names of its files. */
    allBytes: () =>
      Buffer.concat(
        readdirSync(home).map((name) => Buffer.concat([Buffer.from(name), readFileSync(join(home, name))])),
      ),
    [Symbol.dispose]: () => rmSync(home, { recursive: true, force: true }),
  };
};
type Home = ReturnType<typeof createHome>;

describe.each<{ name: string; open: (home: Home) => Promise<SecretVault> }>([
  { name: 'passphrase', open: (home) => home.withPassphrase('correct horse') },
  { name: 'key file', open: (home) => home.withPassphrase(null) },
  { name: 'codec', open: (home) => home.withCodec() },
])('the vault by $name', ({ open }) => {
  it('returns stored secrets, also after a restart', async () => {
    using home = createHome();
    const vault = await open(home);
    expect(await vault.read('obs-password')).toEqual({ ok: true, value: null });
    expect(await vault.state('obs-password')).toBe('missing');
    valueOf(await vault.write('obs-password', canary));
    valueOf(await vault.write('twitch-token', 'ü🎉'));
    for (const each of [vault, await open(home)]) {
      expect(await each.read('obs-password')).toEqual({ ok: true, value: canary });
      expect(await each.read('twitch-token')).toEqual({ ok: true, value: 'ü🎉' });
      expect(await each.has('obs-password')).toBe(true);
      expect(await each.state('obs-password')).toBe('set');
    }
    valueOf(await vault.delete('obs-password'));
    expect(await (await open(home)).read('obs-password')).toEqual({ ok: true, value: null });
  });

  it('writes no secret in plain text, and no file that others can read', async () => {
    using home = createHome();
    const vault = await open(home);
    valueOf(await vault.write('obs-password', canary));
    expect(home.allBytes().includes(canary)).toBe(false);
    expect(home.allBytes().includes(Buffer.from(canary).toString('base64').slice(0, 20))).toBe(false);
    for (const name of readdirSync(home.home)) expect(statSync(join(home.home, name)).mode & 0o077).toBe(0);
    expect(JSON.stringify(vault.describe())).not.toContain(canary);
  });

  it('does not open a secret under another name, nor quotes it in the fault', async () => {
    using home = createHome();
    const vault = await open(home);
    valueOf(await vault.write('obs-password', canary));
    const content = JSON.parse(readFileSync(home.file, 'utf8'));
    content.secrets['twitch-token'] = content.secrets['obs-password'];
    writeFileSync(home.file, JSON.stringify(content));
    const read = await (await open(home)).read('twitch-token');
    expect(read).toMatchObject({ ok: false, error: { code: 'vault.locked', kind: 'authentication' } });
    expect(JSON.stringify(read)).not.toContain(canary);
  });

  it('moves a damaged file aside and starts a new one', async () => {
    using home = createHome();
    writeFileSync(home.file, '{"version": 1, "secrets"');
    const vault = await open(home);
    expect(vault.describe().warning).toContain('The stored secrets were damaged. The file is saved as');
    valueOf(await vault.write('obs-password', canary));
    expect(readFileSync(join(home.home, 'vault.broken-2026-11-22T20-15-03.json'), 'utf8')).toBe(
      '{"version": 1, "secrets"',
    );
  });

  it('does not write a file of a newer version', async () => {
    using home = createHome();
    const newer = JSON.stringify({ version: 2, seal: 'x', parameters: {}, secrets: {} });
    writeFileSync(home.file, newer);
    const vault = await open(home);
    expect(await vault.write('obs-password', canary)).toMatchObject({
      ok: false,
      error: { code: 'vault.locked' },
    });
    expect(readFileSync(home.file, 'utf8')).toBe(newer);
  });

  it.each([
    { name: 'Not A Name', value: 'x' },
    { name: '../escape', value: 'x' },
    { name: 'empty', value: '' },
    { name: 'long', value: canary.repeat(200) },
  ])('refuses $name without repeating the value', async ({ name, value }) => {
    using home = createHome();
    const refused = await (await open(home)).write(name, value);
    expect(refused).toMatchObject({ ok: false, error: { kind: 'configuration' } });
    expect(JSON.stringify(refused)).not.toContain(canary);
    expect(readdirSync(home.home)).toEqual([]);
  });

  it('saves all overlapping writes', async () => {
    using home = createHome();
    const vault = await open(home);
    const names = Array.from({ length: 10 }, (_, index) => `secret-${index}`);
    await Promise.all(names.map((name) => vault.write(name, name)));
    const again = await open(home);
    expect(await Promise.all(names.map(async (name) => valueOf(await again.read(name))))).toEqual(names);
  });
});

it('warns about a key beside the file', async () => {
  using home = createHome();
  const { protection, warning } = (await home.withPassphrase(null)).describe();
  expect(protection).toBe('file-permissions');
  expect(warning).toContain('Other users of this PC cannot read them, but anyone with access to this user');
  expect(warning).not.toMatch(/encrypt/i);
});

it('notices a wrong passphrase at once, and damages nothing', async () => {
  using home = createHome();
  valueOf(await (await home.withPassphrase('right')).write('obs-password', canary));
  const before = readFileSync(home.file, 'utf8');
  const wrong = await home.withPassphrase('wrong');
  expect(wrong.describe().warning).toContain('The passphrase does not decrypt the secrets');
  expect(await wrong.read('obs-password')).toMatchObject({ ok: false, error: { code: 'vault.locked' } });
  expect(await wrong.write('obs-password', 'new')).toMatchObject({
    ok: false,
    error: { code: 'vault.locked' },
  });
  expect(readFileSync(home.file, 'utf8')).toBe(before);
  await expect(createSecretReader(wrong).read('obs-password')).rejects.toMatchObject({
    kind: 'authentication',
  });
});

it('asks for a missing passphrase, and damages nothing', async () => {
  using home = createHome();
  valueOf(await (await home.withPassphrase('right')).write('obs-password', canary));
  const without = await home.withPassphrase(null);
  expect(without.describe().warning).toContain('Set CUELIGHT_VAULT_PASSPHRASE and restart Cuelight');
  expect(await without.has('obs-password')).toBe(true);
  expect(await (await home.withPassphrase('right')).read('obs-password')).toEqual({
    ok: true,
    value: canary,
  });
});

it('moves secrets to a passphrase when one is set, and deletes the key file', async () => {
  using home = createHome();
  valueOf(await (await home.withPassphrase(null)).write('obs-password', canary));
  chmodSync(join(home.home, 'vault.key'), 0o644);
  const moved = await home.withPassphrase('new');
  expect(await moved.read('obs-password')).toEqual({ ok: true, value: canary });
  expect(moved.describe()).toEqual({
    backend: 'File encrypted with a passphrase',
    protection: 'passphrase',
    warning: null,
  });
  expect(readdirSync(home.home)).toEqual(['vault.json']);
});

it('reports a lost key file, and leaves no half-readable vault', async () => {
  using home = createHome();
  valueOf(await (await home.withPassphrase(null)).write('obs-password', canary));
  rmSync(join(home.home, 'vault.key'));
  const vault = await home.withPassphrase(null);
  expect(vault.describe().warning).toContain('is missing or is the wrong one');
  expect(await vault.write('twitch-token', 'x')).toMatchObject({
    ok: false,
    error: { code: 'vault.locked' },
  });
});

it('distinguishes the keyring of another machine from an empty one', async () => {
  using home = createHome();
  valueOf(await (await home.withCodec(1)).write('obs-password', canary));
  const other = await home.withCodec(2);
  expect(other.describe().warning).toContain('they belong to another user or machine');
  expect(other.describe().warning).not.toContain(canary);
});

it('lets the environment win, read-only', async () => {
  const vault = overlayEnvironment(createSessionVault('Only for this session.'), {
    CUELIGHT_SECRET_OBS_PASSWORD: canary,
    CUELIGHT_SECRET_EMPTY: '',
  });
  expect(await vault.read('obs-password')).toEqual({ ok: true, value: canary });
  expect(await vault.state('obs-password')).toBe('from-environment');
  expect(await vault.state('empty')).toBe('missing');
  const refused = await vault.write('obs-password', 'x');
  expect(refused).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('CUELIGHT_SECRET_OBS_PASSWORD') },
  });
  expect(JSON.stringify(refused)).not.toContain(canary);
  valueOf(await vault.write('twitch-token', 'y'));
  expect(await vault.state('twitch-token')).toBe('set');
  expect(vault.describe().protection).toBe('session-only');
});
