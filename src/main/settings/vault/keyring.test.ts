import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSystemClock } from '#shared/kernel/index.ts';
import { valueOf } from '../testing/settings-fixture.ts';
import { openFileVault } from './file-vault.ts';
import { findKeyring, type Keyring } from './keyring.ts';

const canary = 'canary-51c0de-do-not-write-me';

/**
 * A `secret-tool` and a `security` that keep their items in files, and write down how they were called. `mode` makes them
 * fail: `absent` as without a bus, `locked` as one that waits for somebody to unlock it, `read-only` as one that takes nothing.
 */
const fakeTool = `#!${process.execPath}
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require('node:fs');
const { basename } = require('node:path');
const home = process.env.FAKE_KEYRING;
const args = process.argv.slice(2);
appendFileSync(home + '/calls', basename(process.argv[1]) + ' ' + args.join(' ') + '\\n');
const mode = existsSync(home + '/mode') ? readFileSync(home + '/mode', 'utf8') : '';
const item = (account) => home + '/item-' + account;
const find = (account, missing) => {
  if (!existsSync(item(account))) process.exit(missing);
  process.stdout.write(readFileSync(item(account), 'utf8'));
};
const put = (account, value) => {
  if (mode === 'read-only') { process.stderr.write('refused'); process.exit(1); }
  writeFileSync(item(account), value);
};
if (mode === 'absent') { process.stderr.write('Cannot autolaunch D-Bus without X11'); process.exit(1); }
if (mode === 'locked') setInterval(() => {}, 1000);
else if (args[0] === 'lookup') find(args[4], 1);
else if (args[0] === 'find-generic-password') find(args[4], 44);
else {
  const input = readFileSync(0, 'utf8');
  if (args[0] === 'store') put(args.at(-1), input);
  else { const words = input.trim().split(' '); put(words[words.indexOf('-a') + 1], words[words.indexOf('-w') + 1]); }
}
`;

const createKeyringHome = (platform: 'linux' | 'darwin' = 'linux') => {
  const home = mkdtempSync(join(tmpdir(), 'cuelight-keyring-'));
  for (const name of ['secret-tool', 'security']) {
    writeFileSync(join(home, name), fakeTool);
    chmodSync(join(home, name), 0o700);
  }
  const environment = {
    PATH: [home, dirname(process.execPath)].join(delimiter),
    FAKE_KEYRING: home,
  };
  const clock = createSystemClock();
  const keyring = (limitMs = 10_000): Keyring => {
    const found = findKeyring({ platform, environment, clock, limitMs });
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

describe.each(['linux', 'darwin'] as const)('the keyring of %s', (platform) => {
  test('keeps a key, gives it back, and shows it in no argument', async () => {
    using home = createKeyringHome(platform);
    const keyring = home.keyring();
    expect(await keyring.read('vault-1')).toBeNull();
    await keyring.write('vault-1', canary);
    expect(await keyring.read('vault-1')).toBe(canary);
    expect(home.calls()).not.toContain(canary);
    expect(home.calls()).toContain('vault-1');
  });

  test.each(['absent', 'read-only'])('that is %s takes nothing and says so', async (mode) => {
    using home = createKeyringHome(platform);
    home.setMode(mode);
    await expect(home.keyring().write('vault-1', 'key')).rejects.toThrow('is not there, or is locked');
  });
});

test('a keyring that waits for somebody is given up', async () => {
  using home = createKeyringHome();
  home.setMode('locked');
  await expect(home.keyring(300).read('vault-1')).rejects.toThrow('did not answer within 0.3 s');
});

test.each([
  { name: 'Windows', platform: 'win32' as const, environment: { PATH: '/bin' } },
  { name: 'a system without a path', platform: 'linux' as const, environment: {} },
  {
    name: 'who switched it off',
    platform: 'linux' as const,
    environment: { PATH: '/bin', CUELIGHT_KEYRING: 'off' },
  },
])('$name has no keyring', ({ platform, environment }) => {
  expect(findKeyring({ platform, environment, clock: createSystemClock() })).toBeNull();
});

describe('the vault over a keyring', () => {
  test('puts nothing there before there is a secret, and opens again after a restart', async () => {
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

  test.each(['absent', 'locked', 'read-only'])(
    'goes on with a key file, quietly, when the keyring is %s',
    async (mode) => {
      using home = createKeyringHome();
      home.setMode(mode);
      const vault = await home.open({ keyring: home.keyring(mode === 'locked' ? 300 : 10_000) });
      valueOf(await vault.write('obs-password', canary));
      expect(vault.describe().protection).toBe('file-permissions');
      expect(existsSync(join(home.home, 'vault.key'))).toBe(true);
      const again = await home.open({ keyring: null });
      expect(await again.read('obs-password')).toEqual({ ok: true, value: canary });
    },
  );

  test('takes over what was kept with a key file, and leaves it there when the keyring takes nothing', async () => {
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

  test('says so when the keyring is locked later, and opens again when it is not', async () => {
    using home = createKeyringHome();
    valueOf(await (await home.open()).write('obs-password', canary));
    home.setMode('absent');
    const locked = await home.open();
    expect(await locked.read('obs-password')).toMatchObject({ ok: false, error: { code: 'vault.locked' } });
    expect(locked.describe().warning).toContain('Unlock it and start again');
    expect(await locked.write('obs-password', 'another')).toMatchObject({ ok: false });
    home.setMode('');
    expect(await (await home.open()).read('obs-password')).toEqual({ ok: true, value: canary });
  });

  test('goes under a passphrase the first time one is given', async () => {
    using home = createKeyringHome();
    valueOf(await (await home.open()).write('obs-password', canary));
    const vault = await home.open({ passphrase: 'correct horse' });
    expect(vault.describe().protection).toBe('passphrase');
    expect(await vault.read('obs-password')).toEqual({ ok: true, value: canary });
    expect((await home.open()).describe().warning).toContain('CUELIGHT_VAULT_PASSPHRASE');
  });
});
