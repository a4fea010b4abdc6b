import type { SafeStorage } from 'electron';
import { Fault, err, ok, type Result } from '#shared/kernel/index.ts';

/** Encrypts secrets with the operating system's service, so that the vault's file is useless elsewhere. */
export interface SecretCodec {
  /** Name of the protection; `protects` is false when anyone can decrypt the secrets. */
  readonly protection: { readonly name: string; readonly protects: boolean };
  encode(plain: string): Promise<Result<Buffer, Fault>>;
  /** Decrypts a value. `stale` means that the system's key changed and the value should be encoded again. */
  decode(sealed: Buffer): Promise<Result<{ readonly value: string; readonly stale: boolean }, Fault>>;
}

type Storage = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>;

/** Linux's stores that protect secrets. Every other store, also `unknown`, counts as none. */
const protectingStores: readonly string[] = ['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6'];
/**
 * Chromium's prefixes on Linux of values encrypted with a key of the keyring or of the desktop's secret
 * portal. `v10` means a publicly known password.
 */
const protectingPrefixes: readonly string[] = ['v11', 'v12'];

const backendName = (storage: Storage, platform: NodeJS.Platform): string => {
  if (platform === 'darwin') return 'macOS Keychain';
  if (platform === 'win32') return 'Windows data protection';
  return storage.getSelectedStorageBackend();
};

/**
 * Creates a codec of the system's secret store. Must be called after the app is ready, since Linux selects
 * its store only then. `acceptUnprotected` allows Linux's `basic_text`, a publicly known password, which
 * needs the operator's consent. A store with an unknown name counts as unprotected.
 */
export const createSecretCodec = async (
  storage: Storage,
  options: { readonly platform: NodeJS.Platform; readonly acceptUnprotected: boolean },
): Promise<Result<SecretCodec, Fault>> => {
  const action = { kind: 'read-docs', label: 'Read how secrets are stored', target: 'secrets' } as const;
  if (!(await storage.isAsyncEncryptionAvailable())) {
    return err(
      new Fault(
        'electron.no-secret-store',
        'The system has no secret store. Install or unlock a keyring or a wallet, then restart Cuelight.',
        { kind: 'configuration', action },
      ),
    );
  }
  const name = backendName(storage, options.platform);
  const isLinux = options.platform !== 'darwin' && options.platform !== 'win32';
  const unprotected = (): Fault =>
    new Fault(
      'electron.secret-store-unprotected',
      `The system would encrypt secrets with a publicly known password (${name}). Install a keyring or a wallet, or accept this in Settings.`,
      { kind: 'configuration', action },
    );
  const protects = !isLinux || protectingStores.includes(name);
  if (!protects && !options.acceptUnprotected) return err(unprotected());
  /** Returns true when the prefix shows that a protecting store fell back to the known password. */
  const fellBack = (sealed: Buffer): boolean =>
    isLinux && protects && !protectingPrefixes.includes(sealed.subarray(0, 3).toString('latin1'));

  const failed = (what: string, cause: unknown): Result<never, Fault> =>
    err(
      new Fault(
        'electron.secret-store-failed',
        `${name} could not ${what} a secret. Unlock it and try again.`,
        { kind: 'transient', cause },
      ),
    );
  return ok({
    protection: { name, protects },
    encode: async (plain) => {
      try {
        const sealed = await storage.encryptStringAsync(plain);
        return fellBack(sealed) && !options.acceptUnprotected ? err(unprotected()) : ok(sealed);
      } catch (cause) {
        return failed('encrypt', cause);
      }
    },
    decode: async (sealed) => {
      try {
        const { result, shouldReEncrypt } = await storage.decryptStringAsync(sealed);
        return ok({ value: result, stale: shouldReEncrypt });
      } catch (cause) {
        return failed('decrypt', cause);
      }
    },
  });
};
