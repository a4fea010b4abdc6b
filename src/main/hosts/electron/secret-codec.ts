import type { SafeStorage } from 'electron';
import { Fault, err, ok, type Result } from '#shared/kernel/index.ts';

/** Encrypts secrets with what the operating system offers, so that the vault's file is of no use elsewhere. */
export interface SecretCodec {
  /** What protects the secrets, in words, and whether it protects them at all. */
  readonly protection: { readonly name: string; readonly protects: boolean };
  encode(plain: string): Promise<Result<Buffer, Fault>>;
  /** `stale` asks the vault to encode the value again: the system's key has changed since it was written. */
  decode(sealed: Buffer): Promise<Result<{ readonly value: string; readonly stale: boolean }, Fault>>;
}

type Storage = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>;

/** Linux's stores that protect what they seal. Anything else, `unknown` too, is taken for none. */
const protectingStores: readonly string[] = ['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6'];
/**
 * The marks that Chromium puts before the bytes that it sealed on Linux under a key of the keyring, or of the desktop's secret portal. `v10`
 * means the password that everybody knows.
 */
const protectingPrefixes: readonly string[] = ['v11', 'v12'];

const backendName = (storage: Storage, platform: NodeJS.Platform): string => {
  if (platform === 'darwin') return 'macOS Keychain';
  if (platform === 'win32') return 'Windows data protection';
  return storage.getSelectedStorageBackend();
};

/**
 * The system's secret store as a codec. Must be called after the app is ready: before that, Linux does not know its store.
 * `acceptUnprotected` takes Linux's `basic_text`, a password that everybody knows, which the operator must have agreed to.
 * A store with a name that is not known protects nothing, as far as is known.
 */
export const createSecretCodec = async (
  storage: Storage,
  options: { readonly platform: NodeJS.Platform; readonly acceptUnprotected: boolean },
): Promise<Result<SecretCodec, Fault>> => {
  const action = { kind: 'read-docs', label: 'Read how secrets are kept', target: 'secrets' } as const;
  if (!(await storage.isAsyncEncryptionAvailable())) {
    return err(
      new Fault(
        'electron.no-secret-store',
        'The system offers no secret store. Install or unlock one (a keyring or a wallet), then start Cuelight again.',
        { kind: 'configuration', action },
      ),
    );
  }
  const name = backendName(storage, options.platform);
  const isLinux = options.platform !== 'darwin' && options.platform !== 'win32';
  const unprotected = (): Fault =>
    new Fault(
      'electron.secret-store-unprotected',
      `The system would keep secrets under a password that everybody knows (${name}). Install a keyring or a wallet, or accept this in the settings.`,
      { kind: 'configuration', action },
    );
  const protects = !isLinux || protectingStores.includes(name);
  if (!protects && !options.acceptUnprotected) return err(unprotected());
  /** A store may be chosen by name and fall back to the known password all the same: its bytes tell. */
  const fellBack = (sealed: Buffer): boolean =>
    isLinux && protects && !protectingPrefixes.includes(sealed.subarray(0, 3).toString('latin1'));

  const failed = (what: string, cause: unknown): Result<never, Fault> =>
    err(
      new Fault(
        'electron.secret-store-failed',
        `A secret could not be ${what} by ${name}. Unlock it and try again.`,
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
        return failed('encrypted', cause);
      }
    },
    decode: async (sealed) => {
      try {
        const { result, shouldReEncrypt } = await storage.decryptStringAsync(sealed);
        return ok({ value: result, stale: shouldReEncrypt });
      } catch (cause) {
        return failed('decrypted', cause);
      }
    },
  });
};
