import type { SecretReader } from '#main/bridges/ports.ts';
import { createSecretReader, type SecretState, type SecretVault } from '#main/settings/index.ts';
import type { Redactor } from '#shared/kernel/index.ts';

/** The secrets of the program: whatever was read or written is hidden wherever it would show. */
export interface Secrets {
  readonly vault: SecretVault;
  readonly reader: SecretReader;
  state(name: string): Promise<SecretState>;
  /** Hides a value from now on. */
  hide(value: string): void;
}

export const watchSecrets = (redactor: Redactor, vault: SecretVault): Secrets => {
  const hidden = new Set<string>();
  const hide = (value: string): void => {
    if (hidden.has(value)) return;
    hidden.add(value);
    redactor.addSecret(value);
  };
  return {
    vault,
    reader: {
      read: async (name) => {
        const value = await createSecretReader(vault).read(name);
        if (value !== null) hide(value);
        return value;
      },
    },
    state: (name) => vault.state(name),
    hide,
  };
};
