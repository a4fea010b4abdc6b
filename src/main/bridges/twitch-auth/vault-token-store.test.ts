import { describe, expect, it } from 'vitest';
import { createSessionVault, watchSecrets } from '#main/settings/index.ts';
import { createRedactor } from '#shared/kernel/index.ts';
import { createSessionTokenStore, createVaultTokenStore } from './vault-token-store.ts';

const pair = {
  accessToken: 'access-canary',
  refreshToken: 'refresh-canary',
  userId: '1',
  login: 'harbour',
  scopes: ['chat:read'],
  expiresAt: 2,
  obtainedAt: 1,
};

const openSecrets = () => {
  const redactor = createRedactor();
  const secrets = watchSecrets(redactor, createSessionVault('for a test'));
  return { redactor, secrets };
};

describe('the store of a sign-in', () => {
  it('reads back a saved sign-in, and deletes it on request', async () => {
    const { secrets } = openSecrets();
    const store = createVaultTokenStore(secrets, 'client-one');
    expect(await store.load()).toEqual({ ok: true, value: null });
    expect(await store.save(pair)).toEqual({ ok: true, value: undefined });
    expect(await createVaultTokenStore(secrets, 'client-one').load()).toEqual({ ok: true, value: pair });
    await store.save(null);
    expect(await store.load()).toEqual({ ok: true, value: null });
  });

  it('ignores a pair of another client id, and invalid text', async () => {
    const { secrets } = openSecrets();
    await createVaultTokenStore(secrets, 'client-one').save(pair);
    expect(await createVaultTokenStore(secrets, 'client-two').load()).toEqual({ ok: true, value: null });
    for (const text of ['not json', '{}', JSON.stringify(pair)]) {
      await secrets.vault.write('twitch-sign-in', text);
      expect(await createVaultTokenStore(secrets, 'client-one').load()).toEqual({ ok: true, value: null });
    }
  });

  it.each(['the vault', 'the session'])('redacts both tokens everywhere, stored in %s', async (where) => {
    const { redactor, secrets } = openSecrets();
    const store =
      where === 'the vault'
        ? createVaultTokenStore(secrets, 'client')
        : createSessionTokenStore(null, secrets);
    await store.save(pair);
    expect(await store.load()).toEqual({ ok: true, value: pair });
    const shown = redactor.text('access-canary and refresh-canary');
    expect(shown).not.toContain('canary');
  });
});
