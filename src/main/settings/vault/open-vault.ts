import { join } from 'node:path';
import type { Clock, Fault, Result } from '#shared/kernel/index.ts';
import { createCodecVault } from './codec-vault.ts';
import { createSessionVault } from './session-vault.ts';
import { DeferredVault } from './deferred-vault.ts';
import { findKeyring } from './keyring.ts';
import { openFileVault } from './file-vault.ts';
import { readStoredNames } from './vault-file.ts';
import type { Environment } from '../resolve-section.ts';
import type { SecretVault } from './port.ts';

/** The encryption service of a host. */
export interface HostSecretCodec {
  readonly protection: { readonly name: string; readonly protects: boolean };
  encode(plain: string): Promise<Result<Buffer, Fault>>;
  decode(sealed: Buffer): Promise<Result<{ readonly value: string; readonly stale: boolean }, Fault>>;
}

export interface VaultOptions {
  readonly home: string;
  readonly environment: Environment;
  readonly clock: Clock;
  /** The code of the keyring's process. */
  readonly keyringProcess: URL;
  /** Opens the host's encryption service; undefined when the host has none. */
  readonly openCodec: (() => Promise<Result<HostSecretCodec, Fault>>) | undefined;
}

const fileIn = (home: string): string => join(home, 'vault.json');

/**
 * Creates the vault for the host without opening it, since a keyring may prompt the user and never answer.
 * If the system has no safe storage, secrets last only for the session, and the vault warns about it.
 */
export const createVault = (options: VaultOptions): DeferredVault => {
  const { home, clock, openCodec } = options;
  return new DeferredVault({
    clock,
    storedNames: () => readStoredNames(fileIn(home)),
    open: () => (openCodec ? openCodecVault(options, openCodec) : openOwnVault(options)),
  });
};

const openOwnVault = ({ home, environment, clock, keyringProcess }: VaultOptions): Promise<SecretVault> => {
  const passphrase = environment['CUELIGHT_VAULT_PASSPHRASE'];
  return openFileVault({
    file: fileIn(home),
    passphrase: passphrase === undefined || passphrase === '' ? null : passphrase,
    keyring: findKeyring({ platform: process.platform, environment, clock, entry: keyringProcess }),
    clock,
  });
};

const openCodecVault = async (
  { home, clock }: VaultOptions,
  openCodec: NonNullable<VaultOptions['openCodec']>,
): Promise<SecretVault> => {
  const codec = await openCodec();
  if (!codec.ok) return createSessionVault(codec.error.message);
  const { name, protects } = codec.value.protection;
  return createCodecVault({
    file: fileIn(home),
    clock,
    codec: {
      id: 'safe-storage',
      description: {
        backend: name,
        protection: protects ? 'os-keyring' : 'file-permissions',
        warning: protects ? null : 'This system has no keyring, so your other programs can read the secrets.',
      },
      encrypt: async (text) => valueOf(await codec.value.encode(text)),
      decrypt: async (bytes) => valueOf(await codec.value.decode(Buffer.from(bytes))).value,
    },
  });
};

const valueOf = <T>(result: Result<T, Fault>): T => {
  if (result.ok) return result.value;
  throw result.error;
};
