import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import type { ChatChange, ChatMessage, EventFilter, EventRecord } from '#shared/model/index.ts';
import type { JournalHistory } from './journal-history-port.ts';
import { createJournalHistory } from './journal-history.ts';
import { mixedUp } from './journal-messages.ts';
import { JournalReader } from './journal-reader.ts';
import type {
  ChatFilter,
  EventPage,
  HealthTransition,
  Journal,
  JournalBackup,
  JournalStats,
  DeletedViewer,
  ImportedRecords,
  Viewer,
  ViewerRecord,
  JournalEntry,
} from './port.ts';
import type { MetricRollup, RollupFilter } from './metric-rollup.ts';
import {
  matchesRecordFilter,
  recordKinds,
  type RecordFilter,
  type RecordKind,
  type RecordOfKind,
} from './records/index.ts';
import type { RecordKindDefinition } from './records/record-kind.ts';
import { settleWaiting } from './changed-chat.ts';
import { searchChat, searchEvents } from './search-memory.ts';
import type { RetentionPolicy } from './retention.ts';
import { parseJsonObject } from './worker/rows.ts';
import type { WritePathSettings } from './write-path-settings.ts';
import { WritePath } from './write-path.ts';

/**
 * The caller's side of the journal. A search covers what is on disk and, while the disk can't be written,
 * what waits in memory.
 */
export class WorkerJournal implements Journal {
  readonly #writes: WritePath;
  readonly #reader: JournalReader;
  readonly history: JournalHistory;
  #keepsChat = true;

  constructor(settings: Omit<WritePathSettings, 'onFileReplaced' | 'onLogPinned'>) {
    this.#reader = new JournalReader(settings);
    this.#writes = new WritePath({
      ...settings,
      onFileReplaced: () => void this.#reader.stop(),
      onLogPinned: () => void this.#reader.stopIfIdle(),
    });
    this.history = createJournalHistory(this.#writes, this.#reader);
  }

  /** Resolves when opening the database has succeeded, failed or reached the time limit. */
  connected(): Promise<void> {
    return this.#writes.connected();
  }

  appendEvent(record: EventRecord): void {
    this.#writes.append({ kind: 'event', record });
  }

  appendChat(record: ChatMessage): void {
    if (this.#keepsChat) this.#writes.append({ kind: 'chat', record });
  }

  appendChatChange(record: ChatChange): void {
    // A deletion only marks a stored message. An edit would store new text, which the setting forbids.
    if (this.#keepsChat || record.kind === 'deleted') this.#writes.append({ kind: 'chat-change', record });
  }

  appendTransition(record: HealthTransition): void {
    this.#writes.append({ kind: 'transition', record });
  }

  append(entry: JournalEntry): void {
    this.#writes.append(entry);
  }

  appendDurable(entry: JournalEntry): Promise<Result<void, Fault>> {
    this.#writes.append(entry);
    return this.#writes.flush();
  }

  flush(): Promise<Result<void, Fault>> {
    return this.#writes.flush();
  }

  async queryEvents(
    filter: EventFilter,
    limit: number,
    signal?: AbortSignal,
  ): Promise<Result<EventPage, Fault>> {
    const unwritten = (await this.#writes.unwritten()).flatMap((entry) =>
      entry.kind === 'event' ? [entry.record] : [],
    );
    const heldInMemory = searchEvents(unwritten, filter);
    const total = this.#writes.eventsOnDisk + unwritten.length;
    const events = heldInMemory.slice(0, limit);
    let more = heldInMemory.length > limit;
    let oldestAt = unwritten.at(-1)?.at ?? null;
    if (this.#writes.readable) {
      // Asks for at least one row, so that a page filled from memory shows that more is on disk.
      const room = Math.max(1, limit - events.length);
      const found = await this.#reader.ask({ kind: 'events', filter, limit: room }, signal);
      if (!found.ok) return found;
      if (found.value.kind !== 'events') return err(mixedUp());
      const onDisk = found.value.events.slice(0, limit - events.length);
      more ||= found.value.more || found.value.events.length > onDisk.length;
      events.push(...onDisk);
      oldestAt = found.value.oldestAt ?? oldestAt;
    }
    return ok({ events, next: more ? (events.at(-1)?.id ?? null) : null, total, oldestAt });
  }

  async queryChat(
    filter: ChatFilter,
    limit: number,
    signal?: AbortSignal,
  ): Promise<Result<readonly ChatMessage[], Fault>> {
    const unwritten = await this.#writes.unwritten();
    const waiting = settleWaiting(
      unwritten.flatMap((entry) => (entry.kind === 'chat' ? [entry.record] : [])),
      unwritten.flatMap((entry) => (entry.kind === 'chat-change' ? [entry.record] : [])),
    );
    const messages = searchChat(waiting.messages, filter).slice(0, limit);
    if (!this.#writes.readable || messages.length === limit) return ok(messages);
    const found = await this.#reader.ask({ kind: 'chat', filter, limit: limit - messages.length }, signal);
    if (!found.ok) return found;
    if (found.value.kind !== 'chat') return err(mixedUp());
    const onDisk = found.value.messages.flatMap((written) => {
      const newest = waiting.newest(written);
      return newest === written ? [written] : searchChat([newest], filter);
    });
    return ok([...messages, ...onDisk]);
  }

  async queryTransitions(since: number, limit: number): Promise<Result<readonly HealthTransition[], Fault>> {
    const unwritten = (await this.#writes.unwritten())
      .flatMap((entry) => (entry.kind === 'transition' && entry.record.at >= since ? [entry.record] : []))
      .toReversed();
    if (!this.#writes.readable) return ok(unwritten.slice(0, limit));
    const found = await this.#reader.ask({ kind: 'transitions', since, limit });
    if (!found.ok) return found;
    return found.value.kind === 'transitions'
      ? ok([...found.value.transitions, ...unwritten].slice(0, limit))
      : err(mixedUp());
  }

  async queryHealthAt(at: number, signal?: AbortSignal): Promise<Result<readonly HealthTransition[], Fault>> {
    const latest = new Map<string, HealthTransition>();
    const unwritten = (await this.#writes.unwritten())
      .flatMap((entry) => (entry.kind === 'transition' && entry.record.at <= at ? [entry.record] : []))
      .toReversed();
    if (this.#writes.readable) {
      const found = await this.#reader.ask({ kind: 'health-at', at }, signal);
      if (!found.ok) return found;
      if (found.value.kind !== 'transitions') return err(mixedUp());
      for (const transition of found.value.transitions) latest.set(transition.componentId, transition);
    }
    for (const transition of unwritten) latest.set(transition.componentId, transition);
    return ok([...latest.values()]);
  }

  async queryRecords<Kind extends RecordKind>(
    kind: Kind,
    filter: RecordFilter,
    limit: number,
    signal?: AbortSignal,
  ): Promise<Result<readonly RecordOfKind[Kind][], Fault>> {
    const unwritten = await this.#writes.unwritten();
    const definition: RecordKindDefinition<RecordOfKind[Kind]> = recordKinds[kind];
    const found = new Map<string, RecordOfKind[Kind]>();
    const add = (value: unknown): void => {
      const record = definition.schema.safeParse(value);
      // The newest version of each id comes first and wins.
      if (record.success && !found.has(record.data.id)) found.set(record.data.id, record.data);
    };
    for (const entry of unwritten) if (entry.kind === kind) add(entry.record);
    if (this.#writes.readable) {
      // Each waiting record may replace a row on disk, so ask for as many more.
      const query = { kind: 'records', recordKind: kind, filter, limit: limit + found.size } as const;
      const answer = await this.#reader.ask(query, signal);
      if (!answer.ok) return answer;
      if (answer.value.kind !== 'records') return err(mixedUp());
      for (const text of answer.value.records) add(parseJsonObject(text));
    }
    const records = [...found.values()].filter((record) => matchesRecordFilter(definition, record, filter));
    return ok(records.toSorted((left, right) => right.at - left.at).slice(0, limit));
  }

  async queryRollups(filter: RollupFilter, limit: number): Promise<Result<readonly MetricRollup[], Fault>> {
    const { componentId, name, stepMs, from, before } = filter;
    const unwritten = (await this.#writes.unwritten())
      .flatMap((entry) => (entry.kind === 'rollup' ? [entry.record] : []))
      .filter(
        (rollup) =>
          rollup.componentId === componentId &&
          rollup.name === name &&
          rollup.stepMs === stepMs &&
          rollup.at >= from &&
          rollup.at < before,
      )
      .toReversed();
    if (!this.#writes.readable) return ok(unwritten.slice(0, limit));
    const found = await this.#reader.ask({ kind: 'rollups', filter, limit });
    if (!found.ok) return found;
    return found.value.kind === 'rollups'
      ? ok([...found.value.rollups, ...unwritten].slice(0, limit))
      : err(mixedUp());
  }

  async backup(file: string, signal?: AbortSignal): Promise<Result<JournalBackup, Fault>> {
    const flushed = await this.#writes.flush();
    if (!flushed.ok) return flushed;
    if (!this.#writes.readable) return err(noDatabase());
    const made = await this.#reader.ask({ kind: 'backup', file }, signal);
    if (!made.ok) return made;
    return made.value.kind === 'backup' ? ok(made.value.backup) : err(mixedUp());
  }

  importFrom(file: string): Promise<Result<ImportedRecords, Fault>> {
    return this.#writes.importFrom(file);
  }

  async exportViewer(viewer: Viewer, signal?: AbortSignal): Promise<Result<ViewerRecord, Fault>> {
    const flushed = await this.#writes.flush();
    if (!flushed.ok) return flushed;
    const found = await this.#reader.ask({ kind: 'viewer', viewer }, signal);
    if (!found.ok) return found;
    return found.value.kind === 'viewer' ? ok(found.value.record) : err(mixedUp());
  }

  deleteViewer(viewer: Viewer): Promise<Result<DeletedViewer, Fault>> {
    return this.#writes.deleteViewer(viewer);
  }

  setChatArchive(on: boolean): void {
    this.#keepsChat = on;
  }

  setRetention(retention: Partial<RetentionPolicy>): void {
    this.#writes.setRetention(retention);
  }

  async markTime(at: number, corrected = false): Promise<void> {
    await this.#writes.markTime(at, corrected);
  }

  get retention(): RetentionPolicy {
    return this.#writes.retention;
  }

  stats(): JournalStats {
    return this.#writes.stats();
  }

  async close(): Promise<Result<void, Fault>> {
    // The reader stops first: the last connection to close merges the write-ahead log into the file.
    await this.#reader.stop();
    return this.#writes.close();
  }
}

const noDatabase = (): Fault =>
  new Fault(
    'journal.nothing-on-disk',
    'There is no journal on disk to back up. Records are kept in memory only.',
    {
      kind: 'dependency',
    },
  );
