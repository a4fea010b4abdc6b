import type { DurableWriteOptions } from '#main/files/index.ts';
import type { Clock } from '#shared/kernel/index.ts';
import type { SecretVault, VaultDescription } from './port.ts';
import { createSealedVault, opensProbe, type Seal } from './sealed-vault.ts';
import { VaultFile } from './vault-file.ts';

/** A system service that encrypts for the signed-in user, such as Electron's safeStorage. */
export interface SecretCodec {
  /** Stable name of the service: `safe-storage`. */
  readonly id: string;
  readonly description: VaultDescription;
  encrypt(text: string): Promise<Uint8Array>;
  /** Decrypts a value. Rejects when it belongs to another user or machine. */
  decrypt(bytes: Uint8Array): Promise<string>;
}

export interface CodecVaultOptions {
  readonly file: string;
  readonly codec: SecretCodec;
  readonly clock: Clock;
  readonly atStep?: DurableWriteOptions['atStep'];
}

/** Separates the name from the value. The encrypted name keeps one secret from taking another's place. */
const separator = '\n';

const createCodecSeal = (codec: SecretCodec): Seal => ({
  id: codec.id,
  parameters: {},
  description: codec.description,
  seal: async (name, value) => Buffer.from(await codec.encrypt(name + separator + value)).toString('base64'),
  open: async (name, sealed) => {
    const text = await codec.decrypt(Buffer.from(sealed, 'base64'));
    const prefix = name + separator;
    if (!text.startsWith(prefix)) throw new Error('The secret belongs to another name');
    return text.slice(prefix.length);
  },
});

/** Opens a vault whose secrets a system service encrypts. */
export const createCodecVault = async (options: CodecVaultOptions): Promise<SecretVault> => {
  const seal = createCodecSeal(options.codec);
  const file = new VaultFile(options.file, options);
  const { content, problem, offLimits } = await file.load(options.clock.now());
  const secrets = content?.secrets ?? {};
  let locked = offLimits ? problem : null;
  if (content && content.seal !== seal.id) {
    locked = `The secrets in ${options.file} were encrypted in another way (${content.seal}) and cannot be decrypted here.`;
  } else if (content && !(await opensProbe(seal, secrets))) {
    locked = `The system cannot decrypt the secrets in ${options.file}: they belong to another user or machine. Delete the file and enter the secrets again.`;
  }
  return createSealedVault({ file, seal, secrets, damage: offLimits ? null : problem, locked });
};
