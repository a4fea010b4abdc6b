import { err, Fault, ok } from '#shared/kernel/index.ts';
import type { Environment } from '../resolve-section.ts';
import type { SecretVault } from './port.ts';

/** Returns the variable of a secret: `obs-password` is `CUELIGHT_SECRET_OBS_PASSWORD`. */
export const secretVariable = (name: string): string =>
  `CUELIGHT_SECRET_${name.replaceAll(/[^A-Za-z0-9]+/g, '_').toUpperCase()}`;

/** Creates a vault whose environment secrets win over the stored ones. They are read-only. */
export const overlayEnvironment = (vault: SecretVault, environment: Environment): SecretVault => {
  const fromEnvironment = (name: string): string | null => {
    const value = environment[secretVariable(name)];
    return value === undefined || value === '' ? null : value;
  };
  const fixed = (name: string) =>
    err(
      new Fault(
        'vault.from-environment',
        `The secret "${name}" comes from the environment variable ${secretVariable(name)} and cannot be changed here. Change or remove the variable and restart Cuelight.`,
        { kind: 'configuration' },
      ),
    );
  return {
    describe: () => vault.describe(),
    trouble: () => vault.trouble(),
    read: async (name) => {
      const value = fromEnvironment(name);
      return value === null ? vault.read(name) : ok(value);
    },
    write: async (name, value) => (fromEnvironment(name) === null ? vault.write(name, value) : fixed(name)),
    delete: async (name) => (fromEnvironment(name) === null ? vault.delete(name) : fixed(name)),
    has: async (name) => fromEnvironment(name) !== null || vault.has(name),
    state: async (name) => (fromEnvironment(name) === null ? vault.state(name) : 'from-environment'),
  };
};
