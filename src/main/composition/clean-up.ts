import type { BackupKeeper } from '#main/backup/index.ts';
import type { CleanUpPermit, Journal } from '#main/journal/index.ts';
import type { TrustedTime } from '#main/platform/index.ts';

/** The time of the newest event by arrival; null when the journal holds none, or cannot be read. */
export const readNewestRecordTime = async (journal: Pick<Journal, 'queryEvents'>): Promise<number | null> => {
  const page = await journal.queryEvents({}, 1);
  return page.ok ? (page.value.events[0]?.at ?? null) : null;
};

/**
 * Decides when the journal may be cleaned up: after the program has started and has made a backup, and by age only while
 * the time is sure. A doubt that ends lets a clean-up go on at once.
 */
export class CleanUp implements Disposable {
  readonly #time: TrustedTime;
  readonly #keeper: Pick<BackupKeeper, 'hasMadeOne'>;
  readonly #journal: Pick<Journal, 'setRetention'>;
  readonly #watching: Disposable;
  #begun = false;

  constructor(
    time: TrustedTime,
    keeper: Pick<BackupKeeper, 'hasMadeOne'>,
    journal: Pick<Journal, 'setRetention'>,
  ) {
    this.#time = time;
    this.#keeper = keeper;
    this.#journal = journal;
    this.#watching = time.onChange(() => {
      if (this.#begun) journal.setRetention({});
    });
  }

  begin(): void {
    this.#begun = true;
    this.#journal.setRetention({});
  }

  async ask(): Promise<CleanUpPermit | null> {
    if (!this.#begun || !(await this.#keeper.hasMadeOne())) return null;
    return { ageNow: this.#time.now() };
  }

  [Symbol.dispose](): void {
    this.#begun = false;
    this.#watching[Symbol.dispose]();
  }
}
