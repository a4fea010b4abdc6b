import { z } from 'zod';
import { storedTokenSchema, type StoredToken, type TokenStore } from '#main/bridges/twitch-auth/index.ts';
import { ok } from '#shared/kernel/index.ts';
import type { Secrets } from './secrets.ts';

/** The vault's entry that holds the sign-in. */
const entry = 'twitch-sign-in';

/** A pair works with the client id that it was given to, and with no other. */
const keptSchema = z.object({ clientId: z.string(), token: storedTokenSchema });

const parseKept = (text: string): z.infer<typeof keptSchema> | null => {
  try {
    return keptSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
};

/** The sign-in of one client id, kept in the vault: durable once `save` resolves. */
export const createVaultTokenStore = (secrets: Secrets, clientId: string): TokenStore => {
  const hide = ({ accessToken, refreshToken }: StoredToken): void => {
    secrets.hide(accessToken);
    secrets.hide(refreshToken);
  };
  return {
    load: async () => {
      const read = await secrets.vault.read(entry);
      if (!read.ok) return read;
      const kept = read.value === null ? null : parseKept(read.value);
      if (kept === null || kept.clientId !== clientId) return ok(null);
      hide(kept.token);
      return ok(kept.token);
    },
    save: async (token) => {
      if (token === null) return secrets.vault.delete(entry);
      hide(token);
      return secrets.vault.write(entry, JSON.stringify({ clientId, token }));
    },
  };
};

/** A sign-in that lasts as long as the rehearsal. */
export const createSessionTokenStore = (
  first: StoredToken | null,
  secrets: Pick<Secrets, 'hide'>,
): TokenStore => {
  let kept = first;
  const hide = (token: StoredToken | null): void => {
    if (!token) return;
    secrets.hide(token.accessToken);
    secrets.hide(token.refreshToken);
  };
  hide(first);
  return {
    load: () => Promise.resolve(ok(kept)),
    save: (token) => {
      hide(token);
      kept = token;
      return Promise.resolve(ok(undefined));
    },
  };
};
