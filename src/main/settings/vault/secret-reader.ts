import type { SecretVault } from './port.ts';

/**
 * A vault as bridges see it: reading alone. Rejects with the vault's fault when a secret is there and cannot be read,
 * which is another thing than there being none.
 */
export const createSecretReader = (vault: SecretVault): { read(name: string): Promise<string | null> } => ({
  read: async (name) => {
    const secret = await vault.read(name);
    if (!secret.ok) throw secret.error;
    return secret.value;
  },
});
