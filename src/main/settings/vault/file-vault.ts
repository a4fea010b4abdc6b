import { chmod, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describeFileError, type DurableWriteOptions } from '#main/files/index.ts';
import type { Clock } from '#shared/kernel/index.ts';
import {
  createKeyFileSeal,
  createKeyringSeal,
  createPassphraseSeal,
  keyFileSeal,
  keyringSeal,
  passphraseSeal,
  preferSeal,
  readKeyFile,
  reseal,
} from './key-seals.ts';
import type { Keyring } from './keyring.ts';
import type { SecretVault } from './port.ts';
import { createSealedVault, opensProbe, type Seal } from './sealed-vault.ts';
import { VaultFile, type VaultContent } from './vault-file.ts';

export interface FileVaultOptions {
  /** `vault.json` in the home. A key file, when needed, is `vault.key` beside it. */
  readonly file: string;
  /** Value of `CUELIGHT_VAULT_PASSPHRASE`; null when not set. */
  readonly passphrase: string | null;
  /** The system's keyring; undefined or null when there is none. */
  readonly keyring?: Keyring | null;
  readonly clock: Clock;
  readonly atStep?: DurableWriteOptions['atStep'];
}

/** The seals that the file may use, and the seal for new secrets. */
interface Seals {
  readonly preferred: Seal;
  /** Seals from which secrets move to the preferred seal, by id. */
  readonly earlier: ReadonlyMap<string, Seal>;
}

const chooseSeals = async (
  { passphrase, keyring }: FileVaultOptions,
  content: VaultContent | null,
  keyFile: Seal,
): Promise<Seals> => {
  const parametersOf = (id: string): VaultContent['parameters'] =>
    content?.seal === id ? content.parameters : {};
  const inKeyring = keyring ? await createKeyringSeal(keyring, parametersOf(keyringSeal)) : null;
  const earlier = new Map<string, Seal>([[keyFileSeal, keyFile]]);
  if (passphrase !== null) {
    if (inKeyring) earlier.set(keyringSeal, inKeyring);
    return { preferred: await createPassphraseSeal(passphrase, parametersOf(passphraseSeal)), earlier };
  }
  if (!inKeyring) return { preferred: keyFile, earlier: new Map() };
  // Without stored secrets the keyring has not been tested yet.
  return { preferred: content ? inKeyring : preferSeal(inKeyring, keyFile), earlier };
};

/**
 * Opens the vault of the headless host, which is one file. Its key comes from a passphrase when one is set,
 * else from the system's keyring when there is one, else from a file beside it, about which it warns. Secrets
 * move to a better key as soon as there is one.
 */
export const openFileVault = async (options: FileVaultOptions): Promise<SecretVault> => {
  const keyFile = join(dirname(options.file), 'vault.key');
  const file = new VaultFile(options.file, options);
  const { content, problem, offLimits } = await file.load(options.clock.now());
  let keyProblem: string | null = null;
  const key = await readKeyFile(keyFile).catch((thrown: unknown) => {
    keyProblem = `The key ${keyFile} cannot be read: ${describeFileError(thrown)}.`;
    return null;
  });
  if (key && process.platform !== 'win32') await chmod(keyFile, 0o600).catch(() => undefined);
  if (content && process.platform !== 'win32') await chmod(options.file, 0o600).catch(() => undefined);

  const besideIt = createKeyFileSeal(keyFile, key, options);
  const seals = await chooseSeals(options, content, besideIt);
  const open = (seal: Seal, secrets: Readonly<Record<string, string>>, locked: string | null): SecretVault =>
    createSealedVault({ file, seal, secrets, damage: offLimits ? null : problem, locked });

  if (!content) return open(seals.preferred, {}, offLimits ? problem : null);
  const { preferred, earlier } = seals;
  const { secrets } = content;
  if (content.seal !== preferred.id) {
    const from = earlier.get(content.seal);
    const moved = from ? await reseal(secrets, from, preferred) : null;
    const saved =
      moved && (await file.save({ seal: preferred.id, parameters: preferred.parameters, secrets: moved }));
    if (moved && saved?.ok) {
      await rm(keyFile, { force: true });
      return open(preferred, moved, null);
    }
    // A keyring that stores no key does not lock secrets that the key file opens.
    if (preferred.id !== keyringSeal || content.seal !== keyFileSeal)
      return open(preferred, secrets, describeNotMoved(options.file, content.seal, from !== undefined));
  }
  const seal = content.seal === preferred.id ? preferred : besideIt;
  if (await opensProbe(seal, secrets)) return open(seal, secrets, null);
  const wrongKey = {
    [passphraseSeal]: `The passphrase does not decrypt the secrets in ${options.file}. Set CUELIGHT_VAULT_PASSPHRASE to the right passphrase and restart Cuelight.`,
    [keyringSeal]: `The key in the system's keyring does not decrypt the secrets in ${options.file}. Delete the file and enter the secrets again.`,
  }[seal.id];
  return open(
    seal,
    secrets,
    keyProblem ??
      wrongKey ??
      `The key ${keyFile} is missing or is the wrong one. Restore the right key, or delete ${options.file} and enter the secrets again.`,
  );
};

const describeNotMoved = (file: string, storedBy: string, wasTried: boolean): string => {
  if (wasTried)
    return `The secrets in ${file} could not be encrypted with the passphrase. They are unchanged.`;
  if (storedBy === passphraseSeal)
    return `The secrets in ${file} need a passphrase. Set CUELIGHT_VAULT_PASSPHRASE and restart Cuelight.`;
  if (storedBy === keyringSeal)
    return `The secrets in ${file} need a key in the system's keyring, which is locked, absent or without that key. Unlock it and restart Cuelight.`;
  return `The secrets in ${file} were encrypted in another way (${storedBy}) and cannot be decrypted here.`;
};
