import type { LogRecord, Sink } from '@logtape/logtape';

/** Milliseconds until a log file that failed is tried again. */
const retryAfterMs = 30_000;

/**
 * The file that log lines go to, which may not be writable: a file is in the place of its folder, the disk is full, its
 * rights changed. A failure costs lines, never the program, and is reported once; the file is tried again every half minute, and
 * says how many lines are missing when it can be written again.
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
      if (this.#missing > 0) this.#sink(gapIn(record, this.#missing));
      this.#sink(record);
      this.#missing = 0;
      this.#isReported = false;
    } catch (thrown) {
      this.#missing += 1;
      this.#retryAt = record.timestamp + retryAfterMs;
      this.#failed(thrown);
    }
  }

  /** Opens the file before there is a line, so that a file that cannot be written is known from the start. */
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

  /** Closing flushes, which fails like any write. */
  #closeQuietly(): void {
    try {
      this.#sink?.[Symbol.dispose]?.();
    } catch {
      // The lines are lost, which was or will be reported.
    }
    this.#sink = null;
  }
}

const gapIn = (record: LogRecord, missing: number): LogRecord => {
  const sentence = `${missing} log lines are missing here: the file could not be written.`;
  return { ...record, level: 'warning', message: [sentence], rawMessage: sentence, properties: {} };
};
