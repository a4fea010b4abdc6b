import { randomBytes } from 'node:crypto';
import { chmod, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock } from '#shared/kernel/index.ts';
import { writeFileDurably, type DurableWriteOptions } from '../durable-file.ts';
import { describeFileError, errorCodeOf } from '../file-errors.ts';
import { deriveKey, keyBytes, openWithKey, sealWithKey } from './aes-seal.ts';
import type { SecretVault } from './port.ts';
import { createSealedVault, opensProbe, type Seal } from './sealed-vault.ts';
import { VaultFile, type VaultContent } from './vault-file.ts';

const passphraseSeal = 'passphrase';
const keyFileSeal = 'key-file';

export interface FileVaultOptions {
  /** `vault.json` in the home. The key file, where one is needed, stands beside it as `vault.key`. */
  readonly file: string;
  /** From `CUELIGHT_VAULT_PASSPHRASE`; null when none is given. */
  readonly passphrase: string | null;
  readonly clock: Clock;
  readonly atStep?: DurableWriteOptions['atStep'];
}

const createPassphraseSeal = async (
  passphrase: string,
  parameters: VaultContent['parameters'],
): Promise<Seal> => {
  const known = parameters['salt'];
  const salt = typeof known === 'string' ? Buffer.from(known, 'base64') : randomBytes(16);
  const key = await deriveKey(passphrase, salt);
  return {
    id: passphraseSeal,
    parameters: { salt: salt.toString('base64') },
    description: { backend: 'File under a passphrase', protection: 'passphrase', warning: null },
    seal: async (name, value) => sealWithKey(key, name, value),
    open: async (name, sealed) => openWithKey(key, name, sealed),
  };
};

/** The key file's content; null when there is none. */
const readKey = async (keyFile: string): Promise<Buffer | null> => {
  const text = await readFile(keyFile, 'utf8').catch((thrown: unknown) => {
    if (errorCodeOf(thrown) === 'ENOENT') return null;
    throw thrown;
  });
  const key = text === null ? null : Buffer.from(text.trim(), 'base64');
  return key?.length === keyBytes ? key : null;
};

const createKeyFileSeal = (keyFile: string, found: Buffer | null, options: FileVaultOptions): Seal => {
  let key = found;
  return {
    id: keyFileSeal,
    parameters: {},
    description: {
      backend: 'File with its key beside it',
      protection: 'file-permissions',
      warning: `Secrets are kept in ${options.file} with the key beside it: other users of this machine cannot read them, but whoever can read this user's files or a copy of the disk can. Set CUELIGHT_VAULT_PASSPHRASE to protect them by a passphrase.`,
    },
    seal: async (name, value) => {
      if (!key) {
        key = randomBytes(keyBytes);
        await writeFileDurably(keyFile, `${key.toString('base64')}\n`, { ...options, mode: 0o600 });
      }
      return sealWithKey(key, name, value);
    },
    open: async (name, sealed) => {
      if (!key) throw new Error('There is no key');
      return openWithKey(key, name, sealed);
    },
  };
};

/** The same secrets under another seal; null when one of them cannot be opened. */
const sealAgain = async (
  secrets: Readonly<Record<string, string>>,
  from: Seal,
  to: Seal,
): Promise<Record<string, string> | null> => {
  const again: Record<string, string> = {};
  try {
    for (const [name, sealed] of Object.entries(secrets))
      again[name] = await to.seal(name, await from.open(name, sealed));
    return again;
  } catch {
    return null;
  }
};

/**
 * Opens the vault of the headless host: one file, under a passphrase where one is given, else with its key beside it,
 * which it says plainly. Secrets that were kept with a key file go under the passphrase the first time one is given.
 */
export const openFileVault = async (options: FileVaultOptions): Promise<SecretVault> => {
  const keyFile = join(dirname(options.file), 'vault.key');
  const file = new VaultFile(options.file, options);
  const { content, problem, offLimits } = await file.load(options.clock.now());
  let locked = offLimits ? problem : null;
  let keyProblem: string | null = null;
  const key = await readKey(keyFile).catch((thrown: unknown) => {
    keyProblem = `The key ${keyFile} cannot be read: ${describeFileError(thrown)}.`;
    return null;
  });
  if (key && process.platform !== 'win32') await chmod(keyFile, 0o600).catch(() => undefined);
  if (content && process.platform !== 'win32') await chmod(options.file, 0o600).catch(() => undefined);
  const keySeal = createKeyFileSeal(keyFile, key, options);
  const seal =
    options.passphrase === null
      ? keySeal
      : await createPassphraseSeal(
          options.passphrase,
          content?.seal === passphraseSeal ? content.parameters : {},
        );
  let secrets: Readonly<Record<string, string>> = content?.secrets ?? {};

  if (content && content.seal === keyFileSeal && seal.id === passphraseSeal) {
    const moved = await sealAgain(secrets, keySeal, seal);
    const saved = moved && (await file.save({ seal: seal.id, parameters: seal.parameters, secrets: moved }));
    if (moved && saved?.ok) {
      secrets = moved;
      await rm(keyFile, { force: true });
    } else
      locked = `The secrets in ${options.file} could not be put under the passphrase; they are as they were.`;
  } else if (content && content.seal !== seal.id) {
    locked =
      content.seal === passphraseSeal
        ? `The secrets in ${options.file} are under a passphrase. Set CUELIGHT_VAULT_PASSPHRASE and start again.`
        : `The secrets in ${options.file} were stored in another way (${content.seal}) and cannot be opened here.`;
  } else if (content && !(await opensProbe(seal, secrets))) {
    locked =
      keyProblem ??
      (seal.id === passphraseSeal
        ? `The passphrase does not open the secrets in ${options.file}. Set CUELIGHT_VAULT_PASSPHRASE to the right one and start again.`
        : `The key ${keyFile} is missing or is another one. Put the right key back, or delete ${options.file} and enter the secrets again.`);
  }
  return createSealedVault({ file, seal, secrets, problem: offLimits ? null : problem, locked });
};
