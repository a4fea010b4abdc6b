import { err, ok, type Fault, type Result } from '#shared/kernel/index.ts';
import { encodeBatch } from './encode-batch.ts';
import { FlushList } from './flush-list.ts';
import { JournalProblem } from './journal-problem.ts';
import { JournalWriter } from './journal-writer.ts';
import type { DeletedViewer, JournalEntry, JournalStats, ImportedRecords, Viewer } from './port.ts';
import { RecordQueue } from './record-queue.ts';
import {
  describeLoss,
  describePinnedLog,
  notDurable,
  importFailed,
  recordsLost,
  deletionFailed,
} from './journal-messages.ts';
import { WriterTask } from './writer-task.ts';
import { createReplyReader } from './writer-replies.ts';
import { packBatch } from './worker/packed-batch.ts';
import { RetentionRounds } from './retention-rounds.ts';
import type { RetentionPolicy } from './retention.ts';
import type { ThreadLoss } from './threads/thread-port.ts';
import type { WritePathSettings } from './write-path-settings.ts';
import type { FileFigures, OpenReport, WriterReply } from './worker/protocol.ts';

/** Group commit: the longest time that a record waits for others to share its disk write. */
const groupMs = 50;
/** Number of waiting records that are written at once, without waiting for `groupMs`. */
const groupRecords = 500;
/** The maximum number of records in a transaction. Larger transactions write a backlog faster. */
const maxBatchRecords = 2_000;
const openLimitMs = 3_000;
const closeLimitMs = 1_500;
const retryMs = 5_000;

/**
 * The path of a record to the disk: a bounded queue in front of the writer thread. While the database can't
 * be written, records stay in the queue. They are written as soon as the database is available again.
 */
export class WritePath {
  readonly #settings: WritePathSettings;
  readonly #queue: RecordQueue;
  readonly #flushes = new FlushList();
  readonly #rounds: RetentionRounds;
  readonly #connected = Promise.withResolvers<void>();
  #writer: JournalWriter | undefined;
  /** True when batches can be sent: the database is open and the last write succeeded. */
  #writable = false;
  #readable = false;
  #inFlight: { readonly number: number; readonly entries: readonly JournalEntry[] } | undefined;
  #lastBatch: number | undefined;
  #figures: FileFigures | null = null;
  readonly #problem: JournalProblem;
  readonly #importing = new WriterTask<ImportedRecords>(importFailed, 'another import is running');
  readonly #deleteViewer = new WriterTask<DeletedViewer>(deletionFailed, 'another deletion is running');
  #written = 0;
  #dropped = 0;
  #groupTimer: Disposable | undefined;
  #retryTimer: Disposable | undefined;
  #closing: Promise<Result<void, Fault>> | undefined;
  /** A notice to show when the database is open again after its thread was lost. */
  #restartNotice: string | null = null;

  constructor(settings: WritePathSettings) {
    this.#settings = settings;
    this.#rounds = new RetentionRounds(
      settings.clock,
      settings.retention,
      (policy) => void this.#prune(policy),
    );
    this.#queue = new RecordQueue(settings.capacity);
    this.#problem = new JournalProblem(settings.onProblem);
    this.#connect(false);
  }

  /** Resolves when opening the database has succeeded, failed or reached the time limit. */
  async connected(): Promise<void> {
    const limit = this.#settings.clock.setTimeout(() => {
      this.#problem.setOutage(
        `The journal ${this.#settings.file} is still being checked. Until then, records are kept in memory.`,
      );
      this.#connected.resolve();
    }, openLimitMs);
    await this.#connected.promise;
    limit[Symbol.dispose]();
  }

  get retention(): RetentionPolicy {
    return this.#rounds.policy;
  }

  /** Changes the policy. Rows beyond the new limits are deleted at once, or as soon as the file is open. */
  setRetention(retention: Partial<RetentionPolicy>): void {
    this.#rounds.change(retention);
  }

  /** Marks an instant: stored rows arrived before it, rows appended from now on arrive after it. */
  async markTime(at: number, corrected: boolean): Promise<void> {
    const flushed = await this.flush();
    if (flushed.ok && this.#writable) this.#writer?.send({ type: 'mark-time', at, corrected });
  }

  append(entry: JournalEntry): void {
    if (this.#closing) {
      this.#dropped += 1;
      return;
    }
    this.#flushes.append();
    this.#drop(this.#queue.push(entry));
    this.#schedule();
  }

  /** Resolves when everything appended before is durable. */
  async flush(): Promise<Result<void, Fault>> {
    const upTo = this.#flushes.appended;
    const droppedBefore = this.#dropped;
    if (this.#writable && !this.#flushes.isSettled(upTo)) {
      const durable = this.#flushes.wait(upTo);
      this.#send();
      await durable;
    }
    if (this.#flushes.isSettled(upTo) && this.#dropped === droppedBefore) return ok(undefined);
    return err(notDurable(this.#problem.outage));
  }

  /**
   * Returns the records that are not on disk, newest first. Flushes first, so the list is empty while the
   * disk can be written.
   */
  async unwritten(): Promise<readonly JournalEntry[]> {
    await this.flush();
    return this.#writable ? [] : [...(this.#inFlight?.entries ?? []), ...this.#queue.list()].toReversed();
  }

  async deleteViewer(viewer: Viewer): Promise<Result<DeletedViewer, Fault>> {
    // Waiting records may belong to the viewer too.
    const flushed = await this.flush();
    if (!flushed.ok) return flushed;
    return this.#deleteViewer.run(this.#obstacle, () =>
      this.#writer?.send({ type: 'delete-viewer', viewer }),
    );
  }

  /** Imports the records of another journal file that this journal doesn't have. */
  importFrom(file: string): Promise<Result<ImportedRecords, Fault>> {
    return this.#importing.run(this.#obstacle, () => this.#writer?.send({ type: 'import', source: file }));
  }

  stats(): JournalStats {
    return {
      state: this.#closing ? 'closed' : this.#writable ? 'open' : 'memory-only',
      problem: this.#problem.sentence,
      queued: this.#queue.size + (this.#inFlight?.entries.length ?? 0),
      written: this.#written,
      dropped: this.#dropped,
      fileBytes: this.#figures && this.#figures.fileBytes + this.#figures.walBytes,
      indexed: this.#figures?.indexed ?? 1,
    };
  }

  close(): Promise<Result<void, Fault>> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** True while there is a database that can be read. */
  get readable(): boolean {
    return this.#readable;
  }

  get eventsOnDisk(): number {
    return this.#figures?.eventsHeld ?? 0;
  }

  /** Reason why the writer thread can't take a task; null when it can. */
  get #obstacle(): string | null {
    return this.#writer && this.#writable ? null : (this.#problem.outage ?? 'the journal is not open');
  }

  #drop(count: number): void {
    this.#dropped += count;
    this.#flushes.settle(count);
  }

  #schedule(): void {
    if (!this.#writable || this.#inFlight || this.#queue.size === 0) return;
    if (this.#queue.size >= groupRecords || !this.#flushes.isEmpty) this.#send();
    else this.#groupTimer ??= this.#settings.clock.setTimeout(() => this.#send(), groupMs);
  }

  #send(): void {
    this.#groupTimer?.[Symbol.dispose]();
    this.#groupTimer = undefined;
    if (!this.#writable || this.#inFlight || !this.#writer) return;
    const entries = this.#queue.take(maxBatchRecords);
    if (entries.length === 0) return;
    const number = (this.#lastBatch ?? 0) + 1;
    this.#lastBatch = number;
    this.#inFlight = { number, entries };
    this.#writer.send({ type: 'write', batch: packBatch(encodeBatch(number, entries)) });
  }

  /** Starts a writer thread, which opens the database. */
  #connect(setAside: boolean): void {
    const { file, threads, clock } = this.#settings;
    const role = { role: 'writer', file, now: clock.now(), setAside } as const;
    this.#writer = new JournalWriter(threads, role, {
      onOpened: (report) => this.#onOpened(report),
      onReply: createReplyReader({
        problem: this.#problem,
        importFrom: this.#importing,
        deleteViewer: this.#deleteViewer,
        onFigures: (figures) => (this.#figures = figures),
        onCommitted: (reply) => this.#onCommitted(reply),
        onFailed: (reply) => this.#onFailed(reply),
      }),
      onLost: (loss) => this.#onLost(loss),
    });
  }

  #onLost(loss: ThreadLoss): void {
    this.#writer = undefined;
    this.#importing.fail(loss.reason);
    this.#deleteViewer.fail(loss.reason);
    this.#restartNotice = loss.notice;
    this.#pause(describeLoss(this.#settings.file, loss), loss.retryMs);
  }

  #onOpened(report: OpenReport): void {
    if (!report.ok) {
      this.#writer = undefined;
      this.#pause(report.message, report.retry ? retryMs : null);
      return;
    }
    // The thread may have died between its commit and its reply. Then the batch is already on disk.
    if (this.#inFlight && this.#inFlight.number === report.lastBatch)
      this.#settle(this.#inFlight.entries.length);
    else this.#rollBack();
    this.#inFlight = undefined;
    this.#lastBatch = Math.max(this.#lastBatch ?? 0, report.lastBatch);
    const { eventsHeld, indexed } = report;
    this.#figures = { eventsHeld, fileBytes: 0, walBytes: 0, walPinned: false, indexed };
    if (report.setAside !== null) {
      this.#problem.notify(
        `The journal was damaged. It was renamed to ${report.setAside}, and a new one was started.`,
      );
      this.#settings.onFileReplaced();
    }
    if (this.#restartNotice !== null) this.#problem.notify(this.#restartNotice);
    this.#restartNotice = null;
    this.#readable = true;
    this.#resume();
    this.#connected.resolve();
    this.#rounds.begin();
  }

  #onCommitted({ figures, changedChat }: Extract<WriterReply, { type: 'committed' }>): void {
    this.#onFigures(figures);
    this.#settle(this.#inFlight?.entries.length ?? 0);
    this.#inFlight = undefined;
    this.#resume();
    changedChat.forEach(this.#settings.onChatChanged);
  }

  #onFailed(reply: Extract<WriterReply, { type: 'failed' }>): void {
    const { file } = this.#settings;
    switch (reply.remedy) {
      case 'retry':
        this.#rollBack();
        this.#pause(
          `The journal ${file} can't be written: ${reply.message}. The newest records are kept in memory.`,
          retryMs,
        );
        break;
      case 'new-file':
        this.#rollBack();
        this.#readable = false;
        this.#pause(`The journal ${file} is damaged. A new one is being started.`, null);
        void this.#startNewFile();
        break;
      case 'none': {
        const lost = this.#inFlight?.entries.length ?? 0;
        this.#inFlight = undefined;
        this.#drop(lost);
        this.#problem.notify(
          `${lost === 1 ? '1 record' : `${lost} records`} couldn't be written to the journal: ${reply.message}.`,
        );
        this.#resume();
        break;
      }
    }
  }

  /** Closes the damaged file first, because it is about to be renamed. */
  async #startNewFile(): Promise<void> {
    const writer = this.#writer;
    this.#writer = undefined;
    this.#settings.onFileReplaced();
    await writer?.end();
    if (!this.#closing) this.#connect(true);
  }

  #settle(count: number): void {
    this.#written += count;
    this.#flushes.settle(count);
  }

  #rollBack(): void {
    if (this.#inFlight) this.#drop(this.#queue.putBack(this.#inFlight.entries));
    this.#inFlight = undefined;
  }

  #resume(): void {
    this.#writable = true;
    this.#retryTimer?.[Symbol.dispose]();
    this.#retryTimer = undefined;
    this.#problem.setOutage(null);
    this.#flushes.answer('settled');
    this.#schedule();
  }

  /** Stops writing until the next attempt. */
  #pause(problem: string, nextAttemptMs: number | null): void {
    this.#writable = false;
    this.#problem.setOutage(problem);
    this.#flushes.answer('all');
    this.#connected.resolve();
    if (nextAttemptMs === null || this.#closing) return;
    this.#retryTimer?.[Symbol.dispose]();
    this.#retryTimer = this.#settings.clock.setTimeout(() => this.#retry(), nextAttemptMs);
  }

  #retry(): void {
    this.#retryTimer = undefined;
    if (!this.#writer) {
      this.#connect(false);
      return;
    }
    this.#writable = true;
    if (this.#queue.size > 0) this.#send();
    else this.#resume();
    // New records wait until a reply confirms that writing works again.
    this.#writable = this.#inFlight === undefined;
  }

  #onFigures(figures: FileFigures): void {
    const { file, onLogPinned } = this.#settings;
    this.#figures = figures;
    const alarm = figures.walPinned ? describePinnedLog(file) : null;
    if (alarm !== null) onLogPinned();
    this.#problem.setAlarm(alarm);
  }

  async #prune(policy: RetentionPolicy): Promise<void> {
    const { clock, mayCleanUp } = this.#settings;
    const permit = await mayCleanUp();
    if (permit && this.#writable && !this.#closing)
      this.#writer?.send({ type: 'prune', now: clock.now(), ...permit, policy });
  }

  async #close(): Promise<Result<void, Fault>> {
    for (const timer of [this.#groupTimer, this.#retryTimer, this.#rounds]) timer?.[Symbol.dispose]();
    const { promise: timeUp, resolve: giveUp } = Promise.withResolvers<void>();
    const limit = this.#settings.clock.setTimeout(giveUp, closeLimitMs);
    const finish = async (): Promise<void> => {
      await this.flush();
      await this.#writer?.end();
    };
    await Promise.race([finish(), timeUp]);
    limit[Symbol.dispose]();
    // The thread still finishes the batch that it has begun.
    await this.#writer?.end();
    for (const task of [this.#importing, this.#deleteViewer]) task.fail('the journal was closed');
    const lost = this.#flushes.open;
    this.#drop(lost);
    this.#writable = false;
    this.#flushes.answer('all');
    if (lost === 0) return ok(undefined);
    return err(recordsLost(lost, this.#problem.outage, closeLimitMs));
  }
}
