import type { Clock } from '#shared/kernel/index.ts';
import type { Journal } from './port.ts';
import type { CleanUpPermit } from './retention.ts';

/** Milliseconds without a backup after which rows beyond the row limits are deleted anyway. */
const longestWithoutBackupMs = 3_600_000;

/**
 * Returns the time of the event that arrived last. A journal that is still opening, or is damaged, can't be
 * queried; the time of the last write to its file is nearly the same. Null when neither is known.
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
    /** Calls the listener when the time becomes known or doubtful. */
    onChange(listener: () => void): Disposable;
  };
  readonly keeper: {
    /** Resolves to true when a backup was made since the program started. */
    hasMadeOne(): Promise<boolean>;
  };
  readonly journal: Pick<Journal, 'setRetention'>;
}

/**
 * Decides when the journal may be cleaned up: only after the program has started and made a backup, and by
 * age only while the time is known. When the time becomes known, a clean-up runs at once. If backups keep
 * failing, for example because the disk is full, rows are deleted by number alone after an hour. The row
 * limits don't depend on a clock, and a journal without limits would fill the disk.
 */
export class CleanUp implements Disposable {
  readonly #clock: Clock;
  #parts: CleanUpParts | null = null;
  #watching: Disposable | undefined;
  #beganAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Allows clean-ups from now on, because the program has started, and runs the first one. */
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
