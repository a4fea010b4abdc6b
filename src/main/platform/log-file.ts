import type { LogRecord, Sink } from '@logtape/logtape';

/** Milliseconds until a log file that failed is tried again. */
const retryAfterMs = 30_000;

/**
 * The log file. Writing may fail: a file blocks its folder, the disk is full, its permissions changed. A
 * failure costs lines but never stops the program, and is reported once. The file is retried every half
 * minute; after a recovery it records how many lines are missing.
 */
export class LogFile implements Disposable {
  readonly #open: () => Sink & Partial<Disposable>;
  readonly #onFailed: (reason: string) => void;
  #sink: (Sink & Partial<Disposable>) | null = null;
  #retryAt = 0;
  #missing = 0;
  #isReported = false;

  constructor(open: () => Sink & Partial<Disposable>, onFailed: (reason: string) => void) {
    this.#open = open;
    this.#onFailed = onFailed;
  }

  write(record: LogRecord): void {
    if (this.#sink === null && record.timestamp < this.#retryAt) {
      this.#missing += 1;
      return;
    }
    try {
      this.#sink ??= this.#open();
      if (this.#missing > 0) this.#sink(gapRecord(record, this.#missing));
      this.#sink(record);
      this.#missing = 0;
      this.#isReported = false;
    } catch (thrown) {
      this.#missing += 1;
      this.#retryAt = record.timestamp + retryAfterMs;
      this.#failed(thrown);
    }
  }

  /** Opens the file before the first line, so that an unwritable file is reported at the start. */
  open(): void {
    try {
      this.#sink ??= this.#open();
    } catch (thrown) {
      this.#failed(thrown);
    }
  }

  #failed(thrown: unknown): void {
    this.#closeQuietly();
    if (this.#isReported) return;
    this.#isReported = true;
    this.#onFailed(thrown instanceof Error ? thrown.message : String(thrown));
  }

  [Symbol.dispose](): void {
    this.#closeQuietly();
  }

  /** Closes the file without throwing: closing flushes, which fails like any write. */
  #closeQuietly(): void {
    try {
      this.#sink?.[Symbol.dispose]?.();
    } catch {
      // The loss of the lines was or will be reported.
    }
    this.#sink = null;
  }
}

const gapRecord = (record: LogRecord, missing: number): LogRecord => {
  const sentence = `${missing} log lines are missing here because the file could not be written.`;
  return { ...record, level: 'warning', message: [sentence], rawMessage: sentence, properties: {} };
};
