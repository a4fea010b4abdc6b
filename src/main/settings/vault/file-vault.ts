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
  sealAgain,
} from './key-seals.ts';
import type { Keyring } from './keyring.ts';
import type { SecretVault } from './port.ts';
import { createSealedVault, opensProbe, type Seal } from './sealed-vault.ts';
import { VaultFile, type VaultContent } from './vault-file.ts';

export interface FileVaultOptions {
  /** `vault.json` in the home. The key file, where one is needed, stands beside it as `vault.key`. */
  readonly file: string;
  /** From `CUELIGHT_VAULT_PASSPHRASE`; null when none is given. */
  readonly passphrase: string | null;
  /** The system's keyring; left out or null where there is none. */
  readonly keyring?: Keyring | null;
  readonly clock: Clock;
  readonly atStep?: DurableWriteOptions['atStep'];
}

/** The seals that may have made what is in the file, and the one that new secrets go under. */
interface Seals {
  readonly wanted: Seal;
  /** Ways from which secrets are moved to the wanted one, by id. */
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
    return { wanted: await createPassphraseSeal(passphrase, parametersOf(passphraseSeal)), earlier };
  }
  if (!inKeyring) return { wanted: keyFile, earlier: new Map() };
  // With nothing stored yet the keyring has not been tried in earnest.
  return { wanted: content ? inKeyring : preferSeal(inKeyring, keyFile), earlier };
};

/**
 * Opens the vault of the headless host: one file, under a passphrase where one is given, else under a key in the system's
 * keyring where there is one, else with its key beside it, which it says plainly. Secrets are moved to the better way
 * the first time that there is one.
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

  if (!content) return open(seals.wanted, {}, offLimits ? problem : null);
  const { wanted, earlier } = seals;
  const { secrets } = content;
  if (content.seal !== wanted.id) {
    const from = earlier.get(content.seal);
    const moved = from ? await sealAgain(secrets, from, wanted) : null;
    const saved =
      moved && (await file.save({ seal: wanted.id, parameters: wanted.parameters, secrets: moved }));
    if (moved && saved?.ok) {
      await rm(keyFile, { force: true });
      return open(wanted, moved, null);
    }
    // A keyring that takes no key is no reason to lock what a file opens.
    if (wanted.id !== keyringSeal || content.seal !== keyFileSeal)
      return open(wanted, secrets, whyNotMoved(options.file, content.seal, from !== undefined));
  }
  const seal = content.seal === wanted.id ? wanted : besideIt;
  if (await opensProbe(seal, secrets)) return open(seal, secrets, null);
  const wrongKey = {
    [passphraseSeal]: `The passphrase does not open the secrets in ${options.file}. Set CUELIGHT_VAULT_PASSPHRASE to the right one and start again.`,
    [keyringSeal]: `The key in the system's keyring does not open the secrets in ${options.file}. Delete the file and enter the secrets again.`,
  }[seal.id];
  return open(
    seal,
    secrets,
    keyProblem ??
      wrongKey ??
      `The key ${keyFile} is missing or is another one. Put the right key back, or delete ${options.file} and enter the secrets again.`,
  );
};

const whyNotMoved = (file: string, storedBy: string, couldBeTried: boolean): string => {
  if (couldBeTried)
    return `The secrets in ${file} could not be put under the passphrase; they are as they were.`;
  if (storedBy === passphraseSeal)
    return `The secrets in ${file} are under a passphrase. Set CUELIGHT_VAULT_PASSPHRASE and start again.`;
  if (storedBy === keyringSeal)
    return `The secrets in ${file} are under a key in the system's keyring, which is locked, not there, or without that key. Unlock it and start again.`;
  return `The secrets in ${file} were stored in another way (${storedBy}) and cannot be opened here.`;
};
