import { readFile } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import { z } from 'zod';
import { errorCodeOf, err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import {
  describeFileError,
  removeLeftovers,
  writeFileDurably,
  type DurableWriteOptions,
} from '#main/files/index.ts';
import { moveAside } from '../set-aside.ts';

const vaultFormat = 1;

const contentSchema = z.object({
  version: z.number().int().min(1),
  /** The seal of the secrets; only the same seal decrypts them. */
  seal: z.string(),
  /** Parameters of the seal, such as a salt. Not secret. */
  parameters: z.record(z.string(), z.unknown()),
  /** Encrypted secrets by name. */
  secrets: z.record(z.string(), z.string()),
});
export type VaultContent = z.infer<typeof contentSchema>;

export interface LoadedVault {
  readonly content: VaultContent | null;
  /** Sentence about an unusable file; null when the file is usable. */
  readonly problem: string | null;
  /** True when the file must not be written. */
  readonly offLimits: boolean;
}

/** The file of the vault. Only its owner can read it. It is replaced as a whole and never lost silently. */
export class VaultFile {
  readonly path: string;
  readonly #writing: DurableWriteOptions;

  constructor(path: string, writing: DurableWriteOptions = {}) {
    this.path = path;
    this.#writing = writing;
  }

  async load(now: number): Promise<LoadedVault> {
    await removeLeftovers(dirname(this.path), basename(this.path, extname(this.path)));
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (thrown) {
      if (errorCodeOf(thrown) === 'ENOENT') return { content: null, problem: null, offLimits: false };
      const problem = `The secrets in ${this.path} cannot be read: ${describeFileError(thrown)}.`;
      return { content: null, problem, offLimits: true };
    }
    const content = parseContent(text);
    if (content && content.version <= vaultFormat) return { content, problem: null, offLimits: false };
    if (content) {
      const problem = `The secrets in ${this.path} were stored by a newer version of Cuelight and cannot be used. Start the newer version, or move the file away.`;
      return { content: null, problem, offLimits: true };
    }
    try {
      const kept = await moveAside(this.path, now);
      const problem = `The stored secrets were damaged. The file is saved as ${kept}. Enter the secrets again.`;
      return { content: null, problem, offLimits: false };
    } catch (thrown) {
      const problem = `The stored secrets in ${this.path} are damaged, and the file cannot be moved away: ${describeFileError(thrown)}.`;
      return { content: null, problem, offLimits: true };
    }
  }

  async save(content: Omit<VaultContent, 'version'>): Promise<Result<void, Fault>> {
    try {
      await writeFileDurably(
        this.path,
        `${JSON.stringify({ version: vaultFormat, ...content }, null, 2)}\n`,
        this.#writing,
      );
      return ok(undefined);
    } catch (thrown) {
      return err(
        new Fault(
          'vault.not-saved',
          `The secrets could not be written to ${this.path}: ${describeFileError(thrown)}. Nothing was changed.`,
          { kind: 'transient', cause: thrown },
        ),
      );
    }
  }
}

/** Reads the names of the secrets without decrypting any; none when the file is unusable. Changes nothing. */
export const readStoredNames = async (path: string): Promise<ReadonlySet<string>> => {
  const text = await readFile(path, 'utf8').catch(() => '');
  return new Set(Object.keys(parseContent(text)?.secrets ?? {}));
};

const parseContent = (text: string): VaultContent | null => {
  try {
    const parsed = contentSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};
