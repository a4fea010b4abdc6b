import type { BackupKeeper } from '#main/backup/index.ts';
import type { CleanUpPermit, Journal } from '#main/journal/index.ts';
import type { TrustedTime } from '#main/platform/index.ts';

/** The time of the newest event by arrival; null when the journal holds none, or cannot be read. */
export const readNewestRecordTime = async (journal: Pick<Journal, 'queryEvents'>): Promise<number | null> => {
  const page = await journal.queryEvents({}, 1);
  return page.ok ? (page.value.events[0]?.at ?? null) : null;
};

interface CleanUpParts {
  readonly time: Pick<TrustedTime, 'now' | 'onChange'>;
  readonly keeper: Pick<BackupKeeper, 'hasMadeOne'>;
  readonly journal: Pick<Journal, 'setRetention'>;
}

/**
 * Decides when the journal may be cleaned up: after the program has started and has made a backup, and by age only while
 * the time is sure. A doubt that ends lets a clean-up go on at once.
 */
export class CleanUp implements Disposable {
  #parts: CleanUpParts | null = null;
  #watching: Disposable | undefined;

  /** The program runs: clean-ups are possible from now on, and the first one is made. */
  begin(parts: CleanUpParts): void {
    this.#parts = parts;
    this.#watching = parts.time.onChange(() => parts.journal.setRetention({}));
    parts.journal.setRetention({});
  }

  async ask(): Promise<CleanUpPermit | null> {
    const parts = this.#parts;
    if (!parts || !(await parts.keeper.hasMadeOne())) return null;
    return { ageNow: parts.time.now() };
  }

  [Symbol.dispose](): void {
    this.#parts = null;
    this.#watching?.[Symbol.dispose]();
  }
}
