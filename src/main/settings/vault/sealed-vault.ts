import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import type { SecretVault, VaultDescription } from './port.ts';
import { checkSecret } from './secret-names.ts';
import type { VaultContent, VaultFile } from './vault-file.ts';

/** A way of turning secrets into something that may be written down, and back. */
export interface Seal {
  /** Names the way; a file sealed in another way is not touched. */
  readonly id: string;
  readonly parameters: VaultContent['parameters'];
  readonly description: VaultDescription;
  seal(name: string, value: string): Promise<string>;
  /** Rejects when it cannot be opened: another key, or changed content. */
  open(name: string, sealed: string): Promise<string>;
}

/** A secret that is always there and known, by which a wrong key is noticed before it does harm. */
const probe = { name: 'cuelight-probe', value: 'cuelight' };

export interface SealedVaultParts {
  readonly file: VaultFile;
  readonly seal: Seal;
  readonly secrets: Readonly<Record<string, string>>;
  /** Sentence about stored secrets that are lost; null when none are. */
  readonly damage: string | null;
  /** Why nothing can be read or written; null when it can. */
  readonly locked: string | null;
}

/** Whether the seal opens what it is said to have made. Content without a probe is new. */
export const opensProbe = async (seal: Seal, secrets: Readonly<Record<string, string>>): Promise<boolean> => {
  const sealed = secrets[probe.name];
  if (sealed === undefined) return Object.keys(secrets).length === 0;
  return (await seal.open(probe.name, sealed).catch(() => null)) === probe.value;
};

/** A vault over one file: every secret sealed by itself, the file replaced as a whole. */
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
        // Whoever enters secrets anew has read that the old ones are lost.
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
        // The cause is left out: what a cipher says about a secret is not for logs.
        return lockedFault(`The secret "${name}" is stored and cannot be opened. Enter it again.`);
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
