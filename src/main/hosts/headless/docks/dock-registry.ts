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

/** More than anybody's layout holds, and few enough to look through. */
const maxDocks = 16;

const entrySchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** SHA-256 of the token: the file alone lets nobody in. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  createdAt: z.number(),
});
const bookSchema = z.strictObject({ docks: z.array(entrySchema).max(maxDocks) });
type Entry = z.infer<typeof entrySchema>;

export interface DockBookOptions {
  readonly file: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: IdSource;
  readonly randomBytes: (size: number) => Uint8Array;
}

const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const reasonOf = (thrown: unknown): string => errorCodeOf(thrown) ?? String(thrown);

/**
 * The docks that were given an address, kept over restarts because OBS keeps the addresses of its docks too. A token is told
 * once, when it is made; from then on only its digest is known.
 */
export class DockRegistry {
  readonly #options: DockBookOptions;
  /** What is to be told of the file, in a sentence; null when all is well. */
  readonly problem: string | null;
  #entries: readonly Entry[];
  readonly #seenAt = new Map<string, number>();
  readonly #connected = new Map<string, number>();
  readonly #revocationListeners = new Emitter<[id: string]>();

  private constructor(options: DockBookOptions, entries: readonly Entry[], problem: string | null = null) {
    this.#options = options;
    this.#entries = entries;
    this.problem = problem;
  }

  /** Reads the file; a missing one is an empty book. One that makes no sense is set aside, and its docks are let in no more. */
  static async open(options: DockBookOptions): Promise<Result<DockRegistry, Fault>> {
    try {
      const book = bookSchema.safeParse(JSON.parse(await readFile(options.file, 'utf8')));
      if (book.success) return ok(new DockRegistry(options, book.data.docks));
    } catch (thrown) {
      if (reasonOf(thrown) === 'ENOENT') return ok(new DockRegistry(options, []));
    }
    const aside = `${options.file}.broken-${options.clock.now()}`;
    try {
      await rename(options.file, aside);
    } catch (thrown) {
      const message = `The docks in ${options.file} cannot be read, and the file cannot be moved away (${reasonOf(thrown)}): delete it, and make the addresses of the docks again.`;
      return err(new Fault('docks.file-unreadable', message, { kind: 'configuration', cause: thrown }));
    }
    const problem = `The docks in ${options.file} could not be read, so none of them is let in. The file is kept as ${aside}; make the addresses of the docks again in Settings.`;
    return ok(new DockRegistry(options, [], problem));
  }

  list(): readonly Dock[] {
    return this.#entries.map((entry) => this.#describe(entry));
  }

  /** The dock that a token belongs to; null when it belongs to none. */
  find(token: string): string | null {
    const digest = digestOf(token);
    return this.#entries.find((entry) => entry.digest === digest)?.id ?? null;
  }

  has(id: string): boolean {
    return this.#entries.some((entry) => entry.id === id);
  }

  /** Makes a dock and its token, which is not kept. */
  async create(name: string): Promise<Result<{ readonly dock: Dock; readonly token: string }, Fault>> {
    const { clock, ids, randomBytes } = this.#options;
    if (this.#entries.length >= maxDocks) {
      const message = `There are ${maxDocks} docks, as many as there can be: take one back first.`;
      return err(new Fault('docks.too-many', message, { kind: 'configuration' }));
    }
    const token = createToken(randomBytes);
    const entry: Entry = { id: ids.next(), name, digest: digestOf(token), createdAt: clock.now() };
    const kept = await this.#keep([...this.#entries, entry]);
    return kept.ok ? ok({ dock: this.#describe(entry), token }) : kept;
  }

  async revoke(id: string): Promise<Result<void, Fault>> {
    if (!this.has(id)) {
      const message = `There is no dock "${id}": it was taken back already.`;
      return err(new Fault('docks.unknown', message, { kind: 'configuration', status: 'not-found' }));
    }
    const kept = await this.#keep(this.#entries.filter((entry) => entry.id !== id));
    if (kept.ok) this.#revocationListeners.emit(id);
    return kept;
  }

  /** A connection of a dock, until it is disposed. */
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

  /** Writes a whole new file beside the old one, so that no crash leaves half a book. */
  async #keep(entries: readonly Entry[]): Promise<Result<void, Fault>> {
    const { file } = this.#options;
    try {
      await writeFileDurably(file, `${JSON.stringify({ docks: entries }, null, 2)}\n`);
    } catch (thrown) {
      const message = `The docks cannot be kept in ${file} (${reasonOf(thrown)}): nothing was changed.`;
      return err(new Fault('docks.not-kept', message, { kind: 'transient', cause: thrown }));
    }
    this.#entries = entries;
    return ok(undefined);
  }
}
