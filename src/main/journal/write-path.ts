import { err, ok, type Fault, type Result } from '#shared/kernel/index.ts';
import { encodeBatch } from './encode-batch.ts';
import { FlushList } from './flush-list.ts';
import { JournalProblem } from './journal-problem.ts';
import { JournalWriter } from './journal-writer.ts';
import type { DeletedViewer, JournalEntry, JournalStats, TakenIn, Viewer } from './port.ts';
import { RecordQueue } from './record-queue.ts';
import {
  describeLoss,
  describePinnedLog,
  notDurable,
  notTakenIn,
  recordsLost,
  viewerNotDeleted,
} from './journal-words.ts';
import { WriterTask } from './writer-task.ts';
import { createReplyReader } from './writer-replies.ts';
import { packBatch } from './worker/packed-batch.ts';
import { RetentionRounds } from './retention-rounds.ts';
import type { RetentionPolicy } from './retention.ts';
import type { ThreadLoss } from './threads/thread-port.ts';
import type { WritePathSettings } from './write-path-settings.ts';
import type { FileFigures, OpenReport, WriterReply } from './worker/protocol.ts';

/** Group commit: a record waits this long at the most for others to share its disk write … */
const groupMs = 50;
/** … and not at all once this many wait. */
const groupRecords = 500;
/** Most records of one transaction; a backlog is written in bigger ones, which is faster. */
const maxBatchRecords = 2_000;
const openLimitMs = 3_000;
const closeLimitMs = 1_500;
const retryMs = 5_000;

/**
 * The way of a record to the disk: a bounded queue in front of the writing thread. While the database cannot be
 * written the queue is what is held, and it is written as soon as the database is back.
 */
export class WritePath {
  readonly #settings: WritePathSettings;
  readonly #queue: RecordQueue;
  readonly #flushes = new FlushList();
  readonly #rounds: RetentionRounds;
  readonly #connected = Promise.withResolvers<void>();
  #writer: JournalWriter | undefined;
  /** Whether batches can be sent: the database is open and its last write worked. */
  #writable = false;
  #readable = false;
  #inFlight: { readonly number: number; readonly entries: readonly JournalEntry[] } | undefined;
  #lastBatch: number | undefined;
  #figures: FileFigures | null = null;
  readonly #problem: JournalProblem;
  readonly #importing = new WriterTask<TakenIn>(notTakenIn, 'records of another file are being taken in');
  readonly #deleteViewer = new WriterTask<DeletedViewer>(viewerNotDeleted, 'another viewer is being deleted');
  #written = 0;
  #dropped = 0;
  #groupTimer: Disposable | undefined;
  #retryTimer: Disposable | undefined;
  #closing: Promise<Result<void, Fault>> | undefined;
  /** A sentence to show once the database is open again after its thread was lost. */
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

  /** Resolves when the database was opened or refused, or when that takes too long to wait for. */
  async connected(): Promise<void> {
    const limit = this.#settings.clock.setTimeout(() => {
      this.#problem.setOutage(
        `The journal ${this.#settings.file} is still being checked; until then records are held in memory.`,
      );
      this.#connected.resolve();
    }, openLimitMs);
    await this.#connected.promise;
    limit[Symbol.dispose]();
  }

  get retention(): RetentionPolicy {
    return this.#rounds.policy;
  }

  /** What is over the new limits goes at once, or when the file was opened. */
  setRetention(retention: Partial<RetentionPolicy>): void {
    this.#rounds.change(retention);
  }

  /** Notes that what is held now arrived before an instant, and what comes from now on arrives after it. */
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

  /** Resolves when all that was appended before is durable. */
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

  /** What is not on disk, newest first. Nothing while the disk takes it: it is written first. */
  async unwritten(): Promise<readonly JournalEntry[]> {
    await this.flush();
    return this.#writable ? [] : [...(this.#inFlight?.entries ?? []), ...this.#queue.list()].toReversed();
  }

  async deleteViewer(viewer: Viewer): Promise<Result<DeletedViewer, Fault>> {
    // What waits may be theirs as well.
    const flushed = await this.flush();
    if (!flushed.ok) return flushed;
    return this.#deleteViewer.run(this.#obstacle, () =>
      this.#writer?.send({ type: 'delete-viewer', viewer }),
    );
  }

  /** Takes in what another journal file holds and this one does not. */
  takeIn(file: string): Promise<Result<TakenIn, Fault>> {
    return this.#importing.run(this.#obstacle, () => this.#writer?.send({ type: 'take-in', source: file }));
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

  /** Why the writing thread can be asked for nothing; null when it can. */
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

  /** Starts a writing thread, which opens the database. */
  #connect(setAside: boolean): void {
    const { file, threads, clock } = this.#settings;
    const role = { role: 'writer', file, now: clock.now(), setAside } as const;
    this.#writer = new JournalWriter(threads, role, {
      onOpened: (report) => this.#onOpened(report),
      onReply: createReplyReader({
        problem: this.#problem,
        takeIn: this.#importing,
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
    // The thread may have died between its commit and its answer: then that batch is there already.
    if (this.#inFlight && this.#inFlight.number === report.lastBatch)
      this.#settle(this.#inFlight.entries.length);
    else this.#rollBack();
    this.#inFlight = undefined;
    this.#lastBatch = Math.max(this.#lastBatch ?? 0, report.lastBatch);
    const { eventsHeld, indexed } = report;
    this.#figures = { eventsHeld, fileBytes: 0, walBytes: 0, walPinned: false, indexed };
    if (report.setAside !== null) {
      this.#problem.notify(
        `The journal was damaged. It is kept as ${report.setAside}; a new one was started.`,
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
          `The journal ${file} cannot be written: ${reply.message}. The newest records are held in memory.`,
          retryMs,
        );
        break;
      case 'new-file':
        this.#rollBack();
        this.#readable = false;
        this.#pause(`The journal ${file} is damaged; a new one is being started.`, null);
        void this.#startNewFile();
        break;
      case 'none': {
        const lost = this.#inFlight?.entries.length ?? 0;
        this.#inFlight = undefined;
        this.#drop(lost);
        this.#problem.notify(`${lost} records could not be put into the journal: ${reply.message}.`);
        this.#resume();
        break;
      }
    }
  }

  /** Lets go of the damaged file first: it is about to get another name. */
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

  /** The database cannot be written for now. */
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
    // Until an answer comes it is not known to work, and new records wait.
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
    // What the thread has begun it still writes.
    await this.#writer?.end();
    for (const errand of [this.#importing, this.#deleteViewer]) errand.fail('the journal was closed');
    const lost = this.#flushes.open;
    this.#drop(lost);
    this.#writable = false;
    this.#flushes.answer('all');
    if (lost === 0) return ok(undefined);
    return err(recordsLost(lost, this.#problem.outage, closeLimitMs));
  }
}
