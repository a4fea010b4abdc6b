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

describe('where a sign-in is kept', () => {
  it('reads back what it saved, and forgets it when told', async () => {
    const { secrets } = openSecrets();
    const store = createVaultTokenStore(secrets, 'client-one');
    expect(await store.load()).toEqual({ ok: true, value: null });
    expect(await store.save(pair)).toEqual({ ok: true, value: undefined });
    expect(await createVaultTokenStore(secrets, 'client-one').load()).toEqual({ ok: true, value: pair });
    await store.save(null);
    expect(await store.load()).toEqual({ ok: true, value: null });
  });

  it('takes a pair of another client id, and text that is none, for no sign-in', async () => {
    const { secrets } = openSecrets();
    await createVaultTokenStore(secrets, 'client-one').save(pair);
    expect(await createVaultTokenStore(secrets, 'client-two').load()).toEqual({ ok: true, value: null });
    for (const text of ['not json', '{}', JSON.stringify(pair)]) {
      await secrets.vault.write('twitch-sign-in', text);
      expect(await createVaultTokenStore(secrets, 'client-one').load()).toEqual({ ok: true, value: null });
    }
  });

  it.each(['the vault', 'the session'])(
    'hides both tokens wherever they would show, kept in %s',
    async (where) => {
      const { redactor, secrets } = openSecrets();
      const store =
        where === 'the vault'
          ? createVaultTokenStore(secrets, 'client')
          : createSessionTokenStore(null, secrets);
      await store.save(pair);
      expect(await store.load()).toEqual({ ok: true, value: pair });
      const shown = redactor.text('access-canary and refresh-canary');
      expect(shown).not.toContain('canary');
    },
  );
});
