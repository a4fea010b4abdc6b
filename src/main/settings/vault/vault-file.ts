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
import { keepAside } from '../kept-aside.ts';

const vaultFormat = 1;

const contentSchema = z.object({
  version: z.number().int().min(1),
  /** Which way of sealing made the secrets; only the same one opens them. */
  seal: z.string(),
  /** What that way of sealing needs to know again, such as a salt. Nothing secret. */
  parameters: z.record(z.string(), z.unknown()),
  /** Sealed secrets by name. */
  secrets: z.record(z.string(), z.string()),
});
export type VaultContent = z.infer<typeof contentSchema>;

export interface LoadedVault {
  readonly content: VaultContent | null;
  /** A sentence about a file that could not be used; null when all is well. */
  readonly problem: string | null;
  /** Whether the file must be left as it is. */
  readonly offLimits: boolean;
}

/** The vault's file. Readable by its owner alone; replaced as a whole; never silently lost. */
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
      const problem = `The secrets in ${this.path} were stored by a newer Cuelight and cannot be used. Start the newer version, or move the file away.`;
      return { content: null, problem, offLimits: true };
    }
    try {
      const kept = await keepAside(this.path, now);
      const problem = `The stored secrets were damaged. The file is kept as ${kept}; enter the secrets again.`;
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

/** Names of the secrets in a vault's file, read without opening any; none when the file cannot be used. Changes nothing. */
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
