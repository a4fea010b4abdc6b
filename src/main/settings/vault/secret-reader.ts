import type { SecretVault } from './port.ts';

/**
 * Creates the read-only view of a vault for bridges. Rejects with the vault's fault when a stored secret
 * cannot be read; returns null when there is none.
 */
export const createSecretReader = (vault: SecretVault): { read(name: string): Promise<string | null> } => ({
  read: async (name) => {
    const secret = await vault.read(name);
    if (!secret.ok) throw secret.error;
    return secret.value;
  },
});
