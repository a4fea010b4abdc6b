import type { Clock } from '#shared/kernel/index.ts';
import type { Journal } from './port.ts';
import type { CleanUpPermit } from './retention.ts';

/** Milliseconds without a backup after which rows over the limits of number go all the same. */
const longestWithoutBackupMs = 3_600_000;

/**
 * Returns the time of the newest event by arrival. A journal that is still being opened, or is damaged, cannot be asked: then
 * the time at which its file was last written says nearly the same. Null when there is neither.
 */
export const readNewestRecordTime = async (
  journal: Pick<Journal, 'queryEvents' | 'stats'>,
  fileWrittenAt: number | null,
): Promise<number | null> => {
  if (journal.stats().state !== 'open') return fileWrittenAt;
  const page = await journal.queryEvents({}, 1);
  return page.ok ? (page.value.events[0]?.at ?? null) : fileWrittenAt;
};

interface CleanUpParts {
  readonly time: {
    /** Null while the time is in doubt. */
    now(): number | null;
    /** Called when that changes. */
    onChange(listener: () => void): Disposable;
  };
  readonly keeper: {
    /** Resolves to true when this run has made a backup. */
    hasMadeOne(): Promise<boolean>;
  };
  readonly journal: Pick<Journal, 'setRetention'>;
}

/**
 * Decides when the journal may be cleaned up: after the program has started and has made a backup, and by age only while
 * the time is sure. A doubt that ends lets a clean-up go on at once. Where backups keep failing, a full disk for one, rows
 * go by their number alone after an hour: no clock has a say in that, and a journal without limits would fill the disk.
 */
export class CleanUp implements Disposable {
  readonly #clock: Clock;
  #parts: CleanUpParts | null = null;
  #watching: Disposable | undefined;
  #beganAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The program runs: clean-ups are possible from now on, and the first one is made. */
  begin(parts: CleanUpParts): void {
    this.#parts = parts;
    this.#beganAt = this.#clock.monotonic();
    this.#watching = parts.time.onChange(() => parts.journal.setRetention({}));
    parts.journal.setRetention({});
  }

  async ask(): Promise<CleanUpPermit | null> {
    const parts = this.#parts;
    if (!parts) return null;
    if (await parts.keeper.hasMadeOne()) return { ageNow: parts.time.now() };
    return this.#clock.monotonic() - this.#beganAt < longestWithoutBackupMs ? null : { ageNow: null };
  }

  [Symbol.dispose](): void {
    this.#parts = null;
    this.#watching?.[Symbol.dispose]();
  }
}
