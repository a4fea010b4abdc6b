import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { writeFileDurably, type DurableWriteOptions } from '#main/files/index.ts';
import { deriveKey, keyBytes, openWithKey, sealWithKey } from './aes-seal.ts';
import { errorCodeOf } from '#shared/kernel/index.ts';
import type { Keyring } from './keyring.ts';
import type { Seal } from './sealed-vault.ts';
import type { VaultContent } from './vault-file.ts';

export const passphraseSeal = 'passphrase';
export const keyFileSeal = 'key-file';
export const keyringSeal = 'os-keyring';

type Parameters = VaultContent['parameters'];

const keyOf = (text: string): Buffer | null => {
  const key = Buffer.from(text.trim(), 'base64');
  return key.length === keyBytes ? key : null;
};

export const createPassphraseSeal = async (passphrase: string, parameters: Parameters): Promise<Seal> => {
  const known = parameters['salt'];
  const salt = typeof known === 'string' ? Buffer.from(known, 'base64') : randomBytes(16);
  const key = await deriveKey(passphrase, salt);
  return {
    id: passphraseSeal,
    parameters: { salt: salt.toString('base64') },
    description: { backend: 'File encrypted with a passphrase', protection: 'passphrase', warning: null },
    seal: async (name, value) => sealWithKey(key, name, value),
    open: async (name, sealed) => openWithKey(key, name, sealed),
  };
};

/** Reads the key file; null when there is none. */
export const readKeyFile = async (keyFile: string): Promise<Buffer | null> => {
  const text = await readFile(keyFile, 'utf8').catch((thrown: unknown) => {
    if (errorCodeOf(thrown) === 'ENOENT') return null;
    throw thrown;
  });
  return text === null ? null : keyOf(text);
};

export const createKeyFileSeal = (
  keyFile: string,
  found: Buffer | null,
  options: { readonly file: string; readonly atStep?: DurableWriteOptions['atStep'] },
): Seal => {
  let key = found;
  return {
    id: keyFileSeal,
    parameters: {},
    description: {
      backend: 'File with its key beside it',
      protection: 'file-permissions',
      warning: `Secrets are stored in ${options.file} with the key beside it. Other users of this PC cannot read them, but anyone with access to this user's files or a copy of the disk can. Set CUELIGHT_VAULT_PASSPHRASE to protect them with a passphrase.`,
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

/**
 * Creates a seal whose key is in the system's keyring. Null when the keyring is absent or locked, or lacks
 * the key of these parameters. A new key is stored there with the first secret.
 */
export const createKeyringSeal = async (keyring: Keyring, parameters: Parameters): Promise<Seal | null> => {
  const known = parameters['account'];
  const account = typeof known === 'string' ? known : `vault-${randomBytes(9).toString('hex')}`;
  let key: Buffer | null;
  try {
    const text = await keyring.read(account);
    key = text === null ? null : keyOf(text);
  } catch {
    return null;
  }
  if (typeof known === 'string' && !key) return null;
  return {
    id: keyringSeal,
    parameters: { account },
    description: {
      backend: `File encrypted with a key in the ${keyring.title}`,
      protection: 'os-keyring',
      warning: null,
    },
    seal: async (name, value) => {
      if (!key) {
        const fresh = randomBytes(keyBytes);
        await keyring.write(account, fresh.toString('base64'));
        key = fresh;
      }
      return sealWithKey(key, name, value);
    },
    open: async (name, sealed) => {
      if (!key) throw new Error('There is no key');
      return openWithKey(key, name, sealed);
    },
  };
};

/** Creates a seal that uses `first`, and switches to `second` for good when `first` fails. */
export const preferSeal = (first: Seal, second: Seal): Seal => {
  let chosen = first;
  return {
    get id() {
      return chosen.id;
    },
    get parameters() {
      return chosen.parameters;
    },
    get description() {
      return chosen.description;
    },
    seal: async (name, value) => {
      try {
        return await chosen.seal(name, value);
      } catch (thrown) {
        if (chosen === second) throw thrown;
        chosen = second;
        return chosen.seal(name, value);
      }
    },
    open: (name, sealed) => chosen.open(name, sealed),
  };
};

/** Encrypts all secrets with another seal; null when any of them cannot be decrypted or encrypted. */
export const reseal = async (
  secrets: Readonly<Record<string, string>>,
  from: Seal,
  to: Seal,
): Promise<Record<string, string> | null> => {
  const resealed: Record<string, string> = {};
  try {
    for (const [name, sealed] of Object.entries(secrets))
      resealed[name] = await to.seal(name, await from.open(name, sealed));
    return resealed;
  } catch {
    return null;
  }
};
