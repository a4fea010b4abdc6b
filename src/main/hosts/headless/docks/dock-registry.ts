import { createHash } from 'node:crypto';
import { readFile, rename } from 'node:fs/promises';
import { z } from 'zod';
import { writeFileDurably } from '#main/files/index.ts';
import type { Dock } from '#shared/model/index.ts';
import {
  Emitter,
  err,
  errorCodeOf,
  Fault,
  ok,
  toDisposable,
  type Clock,
  type IdSource,
  type Result,
} from '#shared/kernel/index.ts';
import { createToken } from '../loopback/token.ts';

/** Maximum of docks: more than any layout needs, and few enough for a list. */
const maxDocks = 16;

const entrySchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** SHA-256 of the token, so that the file alone gives no access. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  createdAt: z.number(),
});
const fileSchema = z.strictObject({ docks: z.array(entrySchema).max(maxDocks) });
type Entry = z.infer<typeof entrySchema>;

export interface DockRegistryOptions {
  readonly file: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: IdSource;
  readonly randomBytes: (size: number) => Uint8Array;
}

const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const reasonOf = (thrown: unknown): string => errorCodeOf(thrown) ?? String(thrown);

/**
 * The docks with an address. They outlive restarts, since OBS keeps the addresses of its docks too. A token
 * is returned once at its creation; afterwards only its digest is known.
 */
export class DockRegistry {
  readonly #options: DockRegistryOptions;
  /** Sentence about a problem of the file; null when there is none. */
  readonly problem: string | null;
  #entries: readonly Entry[];
  readonly #seenAt = new Map<string, number>();
  readonly #connected = new Map<string, number>();
  readonly #revocationListeners = new Emitter<[id: string]>();

  private constructor(
    options: DockRegistryOptions,
    entries: readonly Entry[],
    problem: string | null = null,
  ) {
    this.#options = options;
    this.#entries = entries;
    this.problem = problem;
  }

  /**
   * Reads the file; a missing file has no docks. A damaged file is moved aside, and its docks lose access.
   */
  static async open(options: DockRegistryOptions): Promise<Result<DockRegistry, Fault>> {
    try {
      const content = fileSchema.safeParse(JSON.parse(await readFile(options.file, 'utf8')));
      if (content.success) return ok(new DockRegistry(options, content.data.docks));
    } catch (thrown) {
      if (reasonOf(thrown) === 'ENOENT') return ok(new DockRegistry(options, []));
    }
    const aside = `${options.file}.broken-${options.clock.now()}`;
    try {
      await rename(options.file, aside);
    } catch (thrown) {
      const message = `The docks in ${options.file} cannot be read, and the file cannot be moved (${reasonOf(thrown)}). Delete it, and create the dock links again.`;
      return err(new Fault('docks.file-unreadable', message, { kind: 'configuration', cause: thrown }));
    }
    const problem = `The docks in ${options.file} could not be read, so no dock has access. The file is saved as ${aside}. Create the dock links again in Settings.`;
    return ok(new DockRegistry(options, [], problem));
  }

  list(): readonly Dock[] {
    return this.#entries.map((entry) => this.#describe(entry));
  }

  /** Returns the id of a token's dock; null when the token is unknown. */
  find(token: string): string | null {
    const digest = digestOf(token);
    return this.#entries.find((entry) => entry.digest === digest)?.id ?? null;
  }

  has(id: string): boolean {
    return this.#entries.some((entry) => entry.id === id);
  }

  /** Creates a dock and its token, which is not stored. */
  async create(name: string): Promise<Result<{ readonly dock: Dock; readonly token: string }, Fault>> {
    const { clock, ids, randomBytes } = this.#options;
    if (this.#entries.length >= maxDocks) {
      const message = `There are already ${maxDocks} docks, which is the maximum. Revoke a dock first.`;
      return err(new Fault('docks.too-many', message, { kind: 'configuration' }));
    }
    const token = createToken(randomBytes);
    const entry: Entry = { id: ids.next(), name, digest: digestOf(token), createdAt: clock.now() };
    const saved = await this.#save([...this.#entries, entry]);
    return saved.ok ? ok({ dock: this.#describe(entry), token }) : saved;
  }

  async revoke(id: string): Promise<Result<void, Fault>> {
    if (!this.has(id)) {
      const message = `There is no dock "${id}". It may have been revoked already.`;
      return err(new Fault('docks.unknown', message, { kind: 'configuration', status: 'not-found' }));
    }
    const saved = await this.#save(this.#entries.filter((entry) => entry.id !== id));
    if (saved.ok) this.#revocationListeners.emit(id);
    return saved;
  }

  /** Counts a connection of a dock until disposed. */
  connect(id: string): Disposable {
    this.#seenAt.set(id, this.#options.clock.now());
    this.#count(id, 1);
    return toDisposable(() => this.#count(id, -1));
  }

  onRevoked(listener: (id: string) => void): Disposable {
    return this.#revocationListeners.on(listener);
  }

  #count(id: string, change: 1 | -1): void {
    this.#connected.set(id, (this.#connected.get(id) ?? 0) + change);
  }

  #describe({ id, name, createdAt }: Entry): Dock {
    return {
      id,
      name,
      createdAt,
      seenAt: this.#seenAt.get(id) ?? null,
      connected: this.#connected.get(id) ?? 0,
    };
  }

  /** Saves the docks. A crash leaves the old or the new file. */
  async #save(entries: readonly Entry[]): Promise<Result<void, Fault>> {
    const { file } = this.#options;
    try {
      await writeFileDurably(file, `${JSON.stringify({ docks: entries }, null, 2)}\n`);
    } catch (thrown) {
      const message = `The docks cannot be saved in ${file} (${reasonOf(thrown)}). Nothing was changed.`;
      return err(new Fault('docks.not-kept', message, { kind: 'transient', cause: thrown }));
    }
    this.#entries = entries;
    return ok(undefined);
  }
}
