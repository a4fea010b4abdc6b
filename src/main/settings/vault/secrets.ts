import type { Redactor } from '#shared/kernel/index.ts';
import { createSecretReader } from './secret-reader.ts';
import type { SecretState, SecretVault } from './port.ts';

/** The secrets of the program. The redactor hides the current values of the vault and no earlier ones. */
export interface Secrets {
  readonly vault: SecretVault;
  readonly reader: ReturnType<typeof createSecretReader>;
  state(name: string): Promise<SecretState>;
  /** Reads secrets so that the redactor hides them. An unreadable secret is not hidden. */
  learn(names: readonly string[]): Promise<void>;
  /**
   * Hides a value instead of the previous value of this name; null ends the hiding. `generated` marks a value
   * that a platform issued.
   */
  hide(name: string, value: string | null, options?: { readonly generated?: boolean }): void;
}

interface Hidden extends Disposable {
  readonly value: string;
}

export const watchSecrets = (redactor: Redactor, opened: SecretVault): Secrets => {
  const hidden = new Map<string, Hidden>();
  const hide: Secrets['hide'] = (name, value, options) => {
    const before = hidden.get(name);
    if (before?.value === value) return;
    if (value === null) hidden.delete(name);
    else {
      const registration = redactor.addSecret(value, options);
      hidden.set(name, { value, [Symbol.dispose]: () => registration[Symbol.dispose]() });
    }
    before?.[Symbol.dispose]();
  };
  const vault: SecretVault = {
    describe: () => opened.describe(),
    trouble: () => opened.trouble(),
    has: (name) => opened.has(name),
    state: (name) => opened.state(name),
    read: async (name) => {
      const secret = await opened.read(name);
      if (secret.ok) hide(name, secret.value);
      return secret;
    },
    write: async (name, value) => {
      // Hidden during the write as well, since a failure may quote it.
      using _meanwhile = redactor.addSecret(value);
      const written = await opened.write(name, value);
      if (written.ok) hide(name, value);
      return written;
    },
    delete: async (name) => {
      const deleted = await opened.delete(name);
      if (deleted.ok) hide(name, null);
      return deleted;
    },
  };
  return {
    vault,
    reader: createSecretReader(vault),
    state: (name) => vault.state(name),
    learn: async (names) => {
      for (const name of names) await vault.read(name);
    },
    hide,
  };
};
