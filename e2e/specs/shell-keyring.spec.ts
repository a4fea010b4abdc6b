import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { makeHome, readIfThere } from '../harness/program.ts';
import { aboutShell, expect, patience, shellName, startOwnShell, test } from '../harness/shell-test.ts';
import { hasOwnBus, lockedKeyring, silentKeyring } from '../harness/keyring.ts';

const secret = 'stream-secret-51';

const openObsSettings = async (page: Page): Promise<void> => {
  await page
    .getByRole('navigation', { name: 'Pages' })
    .getByRole('link', { name: 'Settings' })
    .first()
    .click(patience);
  const sections = page.getByRole('navigation', { name: 'Settings sections' });
  await sections.getByRole('button', { name: 'OBS', exact: true }).click(patience);
};

/** Enters a password, as a person does. The outcome is the caller's to expect. */
const addPassword = async (page: Page): Promise<void> => {
  await openObsSettings(page);
  await page.getByRole('button', { name: 'Add', exact: true }).first().click(patience);
  await page.locator('input[type=password]').first().fill(secret);
  await page.keyboard.press('Enter');
};

/** The encrypted secrets on the disk; null when there is no such file. */
const storedSecrets = (home: string): Record<string, string> | null => {
  const text = readIfThere(join(home, 'vault.json'));
  if (text === null) return null;
  expect(text).not.toContain(secret);
  const { secrets }: { readonly secrets: Record<string, string> } = JSON.parse(text);
  return secrets;
};

test.describe('a secret', aboutShell, () => {
  test.setTimeout(240_000);

  test('is stored under the key of the keyring, and read back after a restart', async () => {
    const home = makeHome();
    const env = { CUELIGHT_STAND_IN_KEYRING_FILE: join(home.path, 'keyring-of-the-stand-in') };
    try {
      {
        await using shell = startOwnShell({ home: home.path, env });
        const page = await shell.window();
        const store = await shell.inMain(({ safeStorage }) =>
          process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : 'of the system',
        );
        test.skip(/basic_text|unknown/.test(store), `this desktop has no keyring (${store})`);
        await addPassword(page);
        await expect(page.getByText(/saved\.$/).first()).toBeVisible(patience);
        expect(await shell.stop()).toBe(0);
      }
      const stored = storedSecrets(home.path) ?? {};
      const [name] = Object.keys(stored).filter((each) => each.startsWith('obs'));
      const sealed = stored[name ?? ''] ?? '';
      if (process.platform === 'linux')
        expect(Buffer.from(sealed, 'base64').subarray(0, 3).toString()).toMatch(/^v1[12]$/);

      await using again = startOwnShell({ home: home.path, env });
      const page = await again.window();
      await openObsSettings(page);
      await expect(page.getByText('Set', { exact: true }).first()).toBeVisible(patience);
      const opened = await again.inMain(
        async ({ safeStorage }, text) =>
          (await safeStorage.decryptStringAsync(Buffer.from(text, 'base64'))).result,
        sealed,
      );
      expect(opened).toBe(`${name}\n${secret}`);
      expect(await again.stop()).toBe(0);
    } finally {
      home.remove();
    }
  });

  test('is kept for the session only, and said so, where there is no keyring', async () => {
    await using shell = startOwnShell({
      args: ['--rehearsal', '--password-store=basic'],
      env: { CUELIGHT_STAND_IN_SECRET_STORE: 'basic_text' },
    });
    const page = await shell.window();
    await addPassword(page);
    await expect(page.getByText(/saved\.$/).first()).toBeVisible(patience);
    await page
      .getByRole('navigation', { name: 'Pages' })
      .getByRole('link', { name: 'Health' })
      .first()
      .click();
    await expect(page.getByText(/no secret store|publicly known password/).first()).toBeVisible(patience);
    expect(storedSecrets(shell.home)).toBeNull();
    expect(await shell.stop()).toBe(0);
  });

  test('is kept for the session only, and said so, where the keyring is locked', async () => {
    test.skip(shellName() === 'electron' && !hasOwnBus(), 'this machine has no dbus-run-session');
    await using shell = startOwnShell({
      wrapper: shellName() === 'electron' ? lockedKeyring : [],
      env: { CUELIGHT_STAND_IN_KEYRING: 'locked' },
    });
    const page = await shell.window();
    await addPassword(page);
    await page
      .getByRole('navigation', { name: 'Pages' })
      .getByRole('link', { name: 'Health' })
      .first()
      .click();
    await expect(page.getByText(/Install or unlock a keyring|publicly known password/).first()).toBeVisible({
      timeout: 120_000,
    });
    expect(storedSecrets(shell.home)).toBeNull();
    expect(await shell.stop()).toBe(0);
  });

  test('waits no longer than its limit for a keyring that never answers, and the window not at all', async () => {
    test.skip(
      shellName() === 'electron' && !hasOwnBus(),
      'this machine has no dbus-run-session and gnome-keyring-daemon',
    );
    await using shell = startOwnShell({
      wrapper: shellName() === 'electron' ? silentKeyring : [],
      env: { CUELIGHT_STAND_IN_KEYRING: 'silent' },
    });
    const page = await shell.window();
    await expect(page.getByRole('region', { name: 'Rehearsal', exact: true })).toBeVisible(patience);
    const isAsynchronous = await shell.inMain(
      () => Number(process.versions['electron']?.split('.')[0] ?? Infinity) >= 42,
    );
    // An older Electron asks its keyring synchronously, so the whole program would wait with it.
    if (isAsynchronous) {
      await addPassword(page);
      await expect(page.getByText(/did not answer within/).first()).toBeVisible(patience);
      expect(storedSecrets(shell.home)).toBeNull();
    }
    expect(await shell.stop()).toBe(0);
  });
});
