import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { busyTimeoutMs } from './open-database.ts';

/** Minimum milliseconds between attempts on a pinned log, because each attempt may wait for the reader. */
const checkpointEveryMs = 1_000;
const checkpointWaitMs = 100;

export const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** Merges the write-ahead log into the database when it exceeds its limit (a checkpoint). */
export class Checkpointer {
  readonly #database: DatabaseSync;
  readonly #log: string;
  readonly #limitBytes: number;
  readonly #onFolded: () => void;
  #pinned = false;
  #triedAt = 0;

  constructor(database: DatabaseSync, file: string, limitBytes: number, onFolded: () => void) {
    this.#database = database;
    this.#log = `${file}-wal`;
    this.#limitBytes = limitBytes;
    this.#onFolded = onFolded;
  }

  /** True when the log exceeds its limit and can't be merged, because a reader holds an old state. */
  get pinned(): boolean {
    return this.#pinned;
  }

  get logBytes(): number {
    return sizeOf(this.#log);
  }

  run(): void {
    if (this.logBytes <= this.#limitBytes) {
      this.#pinned = false;
      return;
    }
    const now = performance.now();
    if (this.#pinned && now - this.#triedAt < checkpointEveryMs) return;
    this.#triedAt = now;
    this.#database.exec(`PRAGMA busy_timeout = ${checkpointWaitMs}`);
    const outcome = this.#database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
    this.#database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    this.#pinned = Number(outcome?.['busy']) !== 0;
    if (!this.#pinned) this.#onFolded();
  }
}
