import { join } from 'node:path';
import {
  createCodecVault,
  createSessionVault,
  findKeyring,
  openFileVault,
  overlayEnvironment,
  type Environment,
  type SecretVault,
} from '#main/settings/index.ts';
import type { Clock, Fault, Result } from '#shared/kernel/index.ts';

/** A system service that encrypts, as a host offers it. */
export interface HostSecretCodec {
  readonly protection: { readonly name: string; readonly protects: boolean };
  encode(plain: string): Promise<Result<Buffer, Fault>>;
  decode(sealed: Buffer): Promise<Result<{ readonly value: string; readonly stale: boolean }, Fault>>;
}

export interface VaultOptions {
  readonly home: string;
  readonly environment: Environment;
  readonly clock: Clock;
  /** How the host encrypts; undefined where it leaves that to us. */
  readonly openCodec: (() => Promise<Result<HostSecretCodec, Fault>>) | undefined;
}

/** Opens the vault that fits the host. Where the system keeps no secret safely, they last for this session only, and that is said. */
export const openVault = async (options: VaultOptions): Promise<SecretVault> => {
  const { home, environment, clock, openCodec } = options;
  if (!openCodec) {
    const passphrase = environment['CUELIGHT_VAULT_PASSPHRASE'];
    const vault = await openFileVault({
      file: join(home, 'vault.json'),
      passphrase: passphrase === undefined || passphrase === '' ? null : passphrase,
      keyring: findKeyring({ platform: process.platform, environment, clock }),
      clock,
    });
    return overlayEnvironment(vault, environment);
  }
  const codec = await openCodec();
  if (!codec.ok) return overlayEnvironment(createSessionVault(codec.error.message), environment);
  const { name, protects } = codec.value.protection;
  const vault = await createCodecVault({
    file: join(home, 'vault.json'),
    clock,
    codec: {
      id: 'safe-storage',
      description: {
        backend: name,
        protection: protects ? 'os-keyring' : 'file-permissions',
        warning: protects
          ? null
          : 'This system has no keyring: other programs of yours can read the secrets.',
      },
      encrypt: async (text) => valueOf(await codec.value.encode(text)),
      decrypt: async (bytes) => valueOf(await codec.value.decode(Buffer.from(bytes))).value,
    },
  });
  return overlayEnvironment(vault, environment);
};

const valueOf = <T>(result: Result<T, Fault>): T => {
  if (result.ok) return result.value;
  throw result.error;
};
