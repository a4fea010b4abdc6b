import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { createSystemClock } from '#shared/kernel/index.ts';
import { valueOf } from '../testing/settings-fixture.ts';
import { openFileVault } from './file-vault.ts';
import { findKeyring, type Keyring } from './keyring.ts';

const canary = 'canary-51c0de-do-not-write-me';

/**
 * A keyring process that stores its items in files and records its arguments. `mode` makes it fail: `absent`
 * as without a bus, `locked` as while waiting for an unlock, `read-only` as a keyring that refuses writes.
 */
const fakeProcess = `
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
const home = process.env.FAKE_KEYRING;
appendFileSync(home + '/calls', process.argv.join(' ') + process.pid + '\\n');
const mode = existsSync(home + '/mode') ? readFileSync(home + '/mode', 'utf8') : '';
process.on('message', ({ account, value }) => {
  const item = home + '/item-' + account;
  if (mode === 'absent') process.exit(1);
  if (mode === 'locked') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  if (mode === 'mad') return process.send({ value: 7 });
  if (mode === 'read-only' && value !== null) throw new Error('refused');
  if (mode !== 'forgetful' && value !== null) writeFileSync(item, value);
  process.send({ value: existsSync(item) ? readFileSync(item, 'utf8') : null });
});
`;

const createKeyringHome = (platform: NodeJS.Platform = 'linux') => {
  const home = mkdtempSync(join(tmpdir(), 'cuelight-keyring-'));
  const script = join(home, 'keyring-process.mjs');
  writeFileSync(script, fakeProcess);
  const environment = { FAKE_KEYRING: home };
  const clock = createSystemClock();
  const keyring = (limitMs = 10_000): Keyring => {
    const found = findKeyring({ platform, environment, clock, entry: pathToFileURL(script), limitMs });
    if (!found) throw new Error('There is no keyring on this platform');
    return found;
  };
  const file = join(home, 'vault.json');
  return {
    home,
    file,
    keyring,
    setMode: (mode: string) => writeFileSync(join(home, 'mode'), mode),
    calls: () => (existsSync(join(home, 'calls')) ? readFileSync(join(home, 'calls'), 'utf8') : ''),
    items: () => readdirSync(home).filter((name) => name.startsWith('item-')),
    open: (options: { passphrase?: string; keyring?: Keyring | null } = {}) =>
      openFileVault({ file, passphrase: null, keyring: keyring(), clock, ...options }),
    [Symbol.dispose]: () => rmSync(home, { recursive: true, force: true }),
  };
};

describe.each(['linux', 'darwin', 'win32'] as const)('the keyring of %s', (platform) => {
  it('stores a key, returns it, and shows it in no process argument', async () => {
    using home = createKeyringHome(platform);
    const keyring = home.keyring();
    expect(await keyring.read('vault-1')).toBeNull();
    await keyring.write('vault-1', canary);
    expect(await keyring.read('vault-1')).toBe(canary);
    expect(home.calls()).toContain('keyring-process.mjs');
    expect(home.calls()).not.toContain(canary);
  });

  it.each(['absent', 'read-only', 'forgetful', 'mad'])('rejects a write when it is %s', async (mode) => {
    using home = createKeyringHome(platform);
    home.setMode(mode);
    await expect(home.keyring().write('vault-1', 'key')).rejects.toThrow('is absent or locked');
  });
});

it('gives up on a keyring that waits for an unlock, and kills its process', async () => {
  using home = createKeyringHome();
  home.setMode('locked');
  await expect(home.keyring(700).read('vault-1')).rejects.toThrow('did not answer within 0.7 s');
  const pid = Number(/mjs(\d+)/.exec(home.calls())?.[1]);
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'));
});

it.each([
  { name: 'FreeBSD', platform: 'freebsd' as const, environment: {} },
  {
    name: 'a user who switched it off',
    platform: 'linux' as const,
    environment: { CUELIGHT_KEYRING: 'off' },
  },
])('$name has no keyring', ({ platform, environment }) => {
  const entry = pathToFileURL('/nowhere');
  expect(findKeyring({ platform, environment, clock: createSystemClock(), entry })).toBeNull();
});

describe.runIf(process.platform === 'linux')('the real keyring process', () => {
  const openWith = async (home: string, environment: Readonly<Record<string, string>>, limitMs = 20_000) => {
    const clock = createSystemClock();
    const entry = pathToFileURL(join(import.meta.dirname, 'keyring-process.ts'));
    const keyring = findKeyring({ platform: 'linux', environment, clock, entry, limitMs });
    return openFileVault({ file: join(home, 'vault.json'), passphrase: null, keyring, clock });
  };

  it('does not use kernel memory as a keyring: without a Secret Service the key is in a file, with a warning', async () => {
    using home = createKeyringHome();
    const vault = await openWith(home.home, {});
    valueOf(await vault.write('obs-password', canary));
    expect(vault.describe()).toMatchObject({ protection: 'file-permissions' });
    expect(vault.describe().warning).toContain('with the key beside it');
    expect(existsSync(join(home.home, 'vault.key'))).toBe(true);
    expect(await (await openWith(home.home, {})).read('obs-password')).toEqual({ ok: true, value: canary });
  });

  it('gives up on a bus that does not answer, and blocks nothing meanwhile', async () => {
    using home = createKeyringHome();
    const bus = join(home.home, 'bus');
    const silent = createServer(() => undefined).listen(bus);
    let turns = 0;
    const turning = setInterval(() => (turns += 1), 20);
    const vault = await openWith(home.home, { DBUS_SESSION_BUS_ADDRESS: `unix:path=${bus}` }, 1_500);
    clearInterval(turning);
    silent.close();
    expect(turns).toBeGreaterThan(10);
    expect(vault.describe()).toMatchObject({ protection: 'file-permissions' });
  });
});

describe('the vault over a keyring', () => {
  it('stores no key before the first secret, and opens again after a restart', async () => {
    using home = createKeyringHome();
    const vault = await home.open();
    expect(vault.describe()).toMatchObject({ protection: 'os-keyring', warning: null });
    expect(home.items()).toEqual([]);
    valueOf(await vault.write('obs-password', canary));
    expect(home.items()).toHaveLength(1);
    expect(existsSync(join(home.home, 'vault.key'))).toBe(false);
    expect(readFileSync(home.file, 'utf8')).not.toContain(canary);
    expect(home.calls()).not.toContain(canary);
    expect(await (await home.open()).read('obs-password')).toEqual({ ok: true, value: canary });
  });

  it.each(['absent', 'locked', 'read-only'])(
    'falls back to a key file when the keyring is %s',
    async (mode) => {
      using home = createKeyringHome();
      home.setMode(mode);
      const vault = await home.open({ keyring: home.keyring(mode === 'locked' ? 700 : 10_000) });
      valueOf(await vault.write('obs-password', canary));
      expect(vault.describe().protection).toBe('file-permissions');
      expect(existsSync(join(home.home, 'vault.key'))).toBe(true);
      const again = await home.open({ keyring: null });
      expect(await again.read('obs-password')).toEqual({ ok: true, value: canary });
    },
  );

  it('moves the secrets of a key file, and leaves them there when the keyring is read-only', async () => {
    using home = createKeyringHome();
    valueOf(await (await home.open({ keyring: null })).write('obs-password', canary));
    home.setMode('read-only');
    const refused = await home.open();
    expect(await refused.read('obs-password')).toEqual({ ok: true, value: canary });
    expect(refused.describe().protection).toBe('file-permissions');
    home.setMode('');
    const vault = await home.open();
    expect(vault.describe().protection).toBe('os-keyring');
    expect(existsSync(join(home.home, 'vault.key'))).toBe(false);
    expect(await vault.read('obs-password')).toEqual({ ok: true, value: canary });
  });

  it('reports a keyring that is locked later, and opens again after an unlock', async () => {
    using home = createKeyringHome();
    valueOf(await (await home.open()).write('obs-password', canary));
    home.setMode('absent');
    const locked = await home.open();
    expect(await locked.read('obs-password')).toMatchObject({ ok: false, error: { code: 'vault.locked' } });
    expect(locked.describe().warning).toContain('Unlock it and restart Cuelight');
    expect(await locked.write('obs-password', 'another')).toMatchObject({ ok: false });
    home.setMode('');
    expect(await (await home.open()).read('obs-password')).toEqual({ ok: true, value: canary });
  });

  it('moves to a passphrase when one is set', async () => {
    using home = createKeyringHome();
    valueOf(await (await home.open()).write('obs-password', canary));
    const vault = await home.open({ passphrase: 'correct horse' });
    expect(vault.describe().protection).toBe('passphrase');
    expect(await vault.read('obs-password')).toEqual({ ok: true, value: canary });
    expect((await home.open()).describe().warning).toContain('CUELIGHT_VAULT_PASSPHRASE');
  });
});
