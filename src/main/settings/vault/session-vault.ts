import { ok } from '#shared/kernel/index.ts';
import type { SecretVault } from './port.ts';
import { checkSecret } from './secret-names.ts';

/** Creates a vault in memory, for systems without safe storage. */
export const createSessionVault = (reason: string): SecretVault => {
  const secrets = new Map<string, string>();
  return {
    describe: () => ({
      backend: 'Memory',
      protection: 'session-only',
      warning: reason,
    }),
    trouble: () => ({ locked: null, damage: null }),
    read: async (name) => ok(secrets.get(name) ?? null),
    write: async (name, value) => {
      const checked = checkSecret(name, value);
      if (checked.ok) secrets.set(name, value);
      return checked;
    },
    delete: async (name) => {
      secrets.delete(name);
      return ok(undefined);
    },
    has: async (name) => secrets.has(name),
    state: async (name) => (secrets.has(name) ? 'set' : 'missing'),
  };
};
