import type { Fault, Result } from '#shared/kernel/index.ts';

export type SecretState = 'set' | 'missing' | 'from-environment';

export interface VaultDescription {
  /** Short name of the storage, such as "File with its key beside it". */
  readonly backend: string;
  /**
   * The protection of the secrets.
   * - `os-keyring`: the system's own keyring, unlocked by the user's sign-in.
   * - `passphrase`: encrypted by a passphrase that is not on this disk.
   * - `file-permissions`: other users of this machine cannot read the file; a reader of the whole disk can.
   * - `session-only`: nothing is written; the secrets are lost when the program exits.
   */
  readonly protection: 'os-keyring' | 'passphrase' | 'file-permissions' | 'session-only';
  /** Warning for the user, in a sentence; null when there is none. */
  readonly warning: string | null;
}

/** The problems of a vault, in sentences, which are part of its warning. */
export interface VaultTrouble {
  /** Reason and remedy when the stored secrets cannot be read; null when they can. */
  readonly locked: string | null;
  /** Sentence about lost secrets, until new ones are entered; null when none are lost. */
  readonly damage: string | null;
}

/** Stores secrets by name, such as `obs-password`. No fault and no description contains a value. */
export interface SecretVault {
  /** Reads a secret; null when there is none. */
  read(name: string): Promise<Result<string | null, Fault>>;
  /** Resolves when the secret is durable. */
  write(name: string, value: string): Promise<Result<void, Fault>>;
  delete(name: string): Promise<Result<void, Fault>>;
  has(name: string): Promise<boolean>;
  state(name: string): Promise<SecretState>;
  describe(): VaultDescription;
  trouble(): VaultTrouble;
}
