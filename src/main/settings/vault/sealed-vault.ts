import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import type { SecretVault, VaultDescription } from './port.ts';
import { checkSecret } from './secret-names.ts';
import type { VaultContent, VaultFile } from './vault-file.ts';

/** A method of encrypting and decrypting secrets. */
export interface Seal {
  /** Name of the method. A file with another method is not written. */
  readonly id: string;
  readonly parameters: VaultContent['parameters'];
  readonly description: VaultDescription;
  seal(name: string, value: string): Promise<string>;
  /** Decrypts a secret. Rejects for another key or changed content. */
  open(name: string, sealed: string): Promise<string>;
}

/** A known value in every vault, which reveals a wrong key before it does damage. */
const probe = { name: 'cuelight-probe', value: 'cuelight' };

export interface SealedVaultParts {
  readonly file: VaultFile;
  readonly seal: Seal;
  readonly secrets: Readonly<Record<string, string>>;
  /** Sentence about lost secrets; null when none are lost. */
  readonly damage: string | null;
  /** Reason why the vault is locked; null when it is not. */
  readonly locked: string | null;
}

/** True when the seal decrypts the probe of these secrets. Content without a probe is new. */
export const opensProbe = async (seal: Seal, secrets: Readonly<Record<string, string>>): Promise<boolean> => {
  const sealed = secrets[probe.name];
  if (sealed === undefined) return Object.keys(secrets).length === 0;
  return (await seal.open(probe.name, sealed).catch(() => null)) === probe.value;
};

/** Creates a vault over one file. Each secret is encrypted separately; the file is replaced as a whole. */
export const createSealedVault = (parts: SealedVaultParts): SecretVault => {
  const { file, seal, locked } = parts;
  let secrets: Readonly<Record<string, string>> = parts.secrets;
  let { damage } = parts;
  let turn: Promise<unknown> = Promise.resolve();

  const lockedFault = (reason: string): Result<never, Fault> =>
    err(new Fault('vault.locked', reason, { kind: 'authentication' }));

  const has = (name: string): boolean => name !== probe.name && Object.hasOwn(secrets, name);

  const replace = (change: () => Promise<Record<string, string>>): Promise<Result<void, Fault>> => {
    const work = async (): Promise<Result<void, Fault>> => {
      if (locked !== null) return lockedFault(locked);
      const next = await change();
      next[probe.name] ??= await seal.seal(probe.name, probe.value);
      const saved = await file.save({ seal: seal.id, parameters: seal.parameters, secrets: next });
      if (saved.ok) {
        secrets = next;
        // A person who enters secrets again has read the warning about the lost ones.
        damage = null;
      }
      return saved;
    };
    const result = turn.then(work, work);
    turn = result.catch(() => undefined);
    return result;
  };

  return {
    describe: () => {
      const warnings = [locked, damage, seal.description.warning].filter((warning) => warning !== null);
      return {
        ...seal.description,
        warning: warnings.length > 0 ? warnings.join(' ') : null,
      };
    },
    trouble: () => ({ locked, damage }),
    read: async (name) => {
      const sealed = has(name) ? secrets[name] : undefined;
      if (sealed === undefined) return ok(null);
      if (locked !== null) return lockedFault(locked);
      try {
        return ok(await seal.open(name, sealed));
      } catch {
        // Without a cause: the cipher's message about a secret must not reach the log.
        return lockedFault(`The secret "${name}" cannot be decrypted. Enter it again.`);
      }
    },
    write: async (name, value) => {
      const checked = checkSecret(name, value);
      return checked.ok
        ? replace(async () => ({ ...secrets, [name]: await seal.seal(name, value) }))
        : checked;
    },
    delete: (name) =>
      has(name)
        ? replace(async () => Object.fromEntries(Object.entries(secrets).filter(([key]) => key !== name)))
        : Promise.resolve(ok(undefined)),
    has: async (name) => has(name),
    state: async (name) => (has(name) ? 'set' : 'missing'),
  };
};
