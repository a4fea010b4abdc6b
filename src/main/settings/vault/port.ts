import type { Fault, Result } from '#shared/kernel/index.ts';

export type SecretState = 'set' | 'missing' | 'from-environment';

export interface VaultDescription {
  /** What keeps the secrets, in a few words: "File with a key beside it". */
  readonly backend: string;
  /**
   * What stands between a secret and somebody else.
   * - `os-keyring`: the system's own keyring, unlocked by the user's sign-in.
   * - `passphrase`: encrypted by a passphrase that is not on this disk.
   * - `file-permissions`: other users of this machine cannot read it; who reads the whole disk can.
   * - `session-only`: nothing is written; the secrets are gone when the program ends.
   */
  readonly protection: 'os-keyring' | 'passphrase' | 'file-permissions' | 'session-only';
  /** What the user must know, in a sentence; null when there is nothing. */
  readonly warning: string | null;
}

/** The troubles of a vault, in sentences; a description's warning includes them. */
export interface VaultTrouble {
  /** Reason why the stored secrets cannot be read, and what to do; null when they can. */
  readonly locked: string | null;
  /** Sentence about stored secrets that are lost, until others are entered; null when none are. */
  readonly damage: string | null;
}

/** Keeps secrets by name (`obs-password`). Values appear in no fault and no description. */
export interface SecretVault {
  /** The secret, or null when there is none. */
  read(name: string): Promise<Result<string | null, Fault>>;
  /** Resolves when the secret is durable. */
  write(name: string, value: string): Promise<Result<void, Fault>>;
  delete(name: string): Promise<Result<void, Fault>>;
  has(name: string): Promise<boolean>;
  state(name: string): Promise<SecretState>;
  describe(): VaultDescription;
  trouble(): VaultTrouble;
}
