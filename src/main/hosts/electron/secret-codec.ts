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

const backendName = (storage: Storage, platform: NodeJS.Platform): string => {
  if (platform === 'darwin') return 'macOS Keychain';
  if (platform === 'win32') return 'Windows data protection';
  return storage.getSelectedStorageBackend();
};

/**
 * The system's secret store as a codec. Must be called after the app is ready: before that, Linux does not know its store.
 * `acceptUnprotected` takes Linux's `basic_text`, a password that everybody knows, which the operator must have agreed to.
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
  const protects = name !== 'basic_text';
  if (!protects && !options.acceptUnprotected) {
    return err(
      new Fault(
        'electron.secret-store-unprotected',
        'The system would keep secrets under a password that everybody knows (basic_text). Install a keyring or a wallet, or accept this in the settings.',
        { kind: 'configuration', action },
      ),
    );
  }

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
        return ok(await storage.encryptStringAsync(plain));
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
