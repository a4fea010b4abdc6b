import { z } from 'zod';
import { ok, type Fault, type Result } from '#shared/kernel/index.ts';
import { storedTokenSchema, type StoredToken, type TokenStore } from './token-store.ts';

/** A vault that redacts its values in everything that leaves the program. */
interface HidingVault {
  readonly vault: {
    read(name: string): Promise<Result<string | null, Fault>>;
    /** Resolves when the secret is durable. */
    write(name: string, value: string): Promise<Result<void, Fault>>;
    delete(name: string): Promise<Result<void, Fault>>;
  };
  /** Redacts a value in place of the previous value under this name; null stops the redaction. */
  hide(name: string, value: string | null, options?: { readonly generated?: boolean }): void;
}

/** The vault's entry with the sign-in. */
const entry = 'twitch-sign-in';

/** A pair works only with the client id that it was issued to. */
const keptSchema = z.object({ clientId: z.string(), token: storedTokenSchema });

const parseKept = (text: string): z.infer<typeof keptSchema> | null => {
  try {
    return keptSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
};

/** Redacts the tokens of a sign-in in place of those of the previous one. */
const hideTokensOf = (
  secrets: Pick<HidingVault, 'hide'>,
  token: StoredToken | null,
  place: 'present' | 'unsaved' = 'present',
): void => {
  secrets.hide(`${entry}/${place}/access`, token?.accessToken ?? null, { generated: true });
  secrets.hide(`${entry}/${place}/refresh`, token?.refreshToken ?? null, { generated: true });
};

/** Creates the store of one client id's sign-in in the vault; durable once `save` resolves. */
export const createVaultTokenStore = (secrets: HidingVault, clientId: string): TokenStore => ({
  load: async () => {
    const read = await secrets.vault.read(entry);
    if (!read.ok) return read;
    const kept = read.value === null ? null : parseKept(read.value);
    if (kept === null || kept.clientId !== clientId) return ok(null);
    hideTokensOf(secrets, kept.token);
    return ok(kept.token);
  },
  save: async (token) => {
    // Both pairs are in use until the new pair is saved.
    hideTokensOf(secrets, token, 'unsaved');
    const saved = await (token === null
      ? secrets.vault.delete(entry)
      : secrets.vault.write(entry, JSON.stringify({ clientId, token })));
    if (saved.ok) {
      hideTokensOf(secrets, token);
      hideTokensOf(secrets, null, 'unsaved');
    }
    return saved;
  },
});

/** Creates a store of a sign-in that lasts as long as the rehearsal. */
export const createSessionTokenStore = (
  first: StoredToken | null,
  secrets: Pick<HidingVault, 'hide'>,
): TokenStore => {
  let kept = first;
  hideTokensOf(secrets, first);
  return {
    load: () => Promise.resolve(ok(kept)),
    save: (token) => {
      hideTokensOf(secrets, token);
      kept = token;
      return Promise.resolve(ok(undefined));
    },
  };
};
