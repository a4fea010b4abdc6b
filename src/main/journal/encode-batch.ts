import { assertNever } from '#shared/kernel/index.ts';
import type { ChatMessage, EventRecord, ObservedSpan, SystemSnapshot } from '#shared/model/index.ts';
import { isChanged } from './changed-chat.ts';
import type { HealthTransition } from './port.ts';
import type { JournalEntry } from './port.ts';
import { subjectOf, type MetricRollup, type RecordKind, type RecordOfKind } from './records.ts';
import type { Batch, ChatRow, EventRow, RecordRow, SnapshotRow } from './worker/protocol.ts';

/** An event's data above this is left out of the journal; the event itself is kept and says so. */
export const maxDataBytes = 64 * 1024;

const encodeData = (data: EventRecord['data']): string => {
  try {
    const text = JSON.stringify(data, (_key, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    );
    return text.length <= maxDataBytes
      ? text
      : JSON.stringify({ omitted: `${text.length} characters of data` });
  } catch {
    return JSON.stringify({ omitted: 'data that cannot be written as JSON' });
  }
};

const wholeMilliseconds = (at: number): number => (Number.isFinite(at) ? Math.trunc(at) : 0);

const encodeEvent = (event: EventRecord): EventRow => ({
  ...event,
  at: wholeMilliseconds(event.at),
  data: encodeData(event.data),
});

const encodeChat = (message: ChatMessage): ChatRow => {
  const { id, platform, channel, userId, userName, at, text, ...rest } = message;
  return {
    id,
    platform,
    channel,
    userId,
    userName,
    displayName: message.displayName,
    at: wholeMilliseconds(at),
    text,
    rest: JSON.stringify(rest),
  };
};

const encodeRecord = <Kind extends RecordKind>(kind: Kind, record: RecordOfKind[Kind]): RecordRow => ({
  kind,
  id: record.id,
  at: wholeMilliseconds(record.at),
  subject: subjectOf(kind, record),
  endedAt: record.endedAt === null ? null : wholeMilliseconds(record.endedAt),
  data: JSON.stringify(record),
});

const encodeSnapshot = (snapshot: SystemSnapshot): SnapshotRow => ({
  at: wholeMilliseconds(snapshot.at),
  level: snapshot.verdict.level,
  data: JSON.stringify(snapshot),
});

export const encodeBatch = (number: number, entries: readonly JournalEntry[]): Batch => {
  const events: EventRow[] = [];
  const chat: ChatRow[] = [];
  const chatChanges: ChatRow[] = [];
  const transitions: HealthTransition[] = [];
  const records: RecordRow[] = [];
  const rollups: MetricRollup[] = [];
  const runs: ObservedSpan[] = [];
  const snapshots: SnapshotRow[] = [];
  for (const entry of entries) {
    switch (entry.kind) {
      case 'event':
        events.push(encodeEvent(entry.record));
        break;
      case 'chat':
        (isChanged(entry.record) ? chatChanges : chat).push(encodeChat(entry.record));
        break;
      case 'transition':
        transitions.push({ ...entry.record, at: wholeMilliseconds(entry.record.at) });
        break;
      case 'rollup':
        rollups.push({ ...entry.record, at: wholeMilliseconds(entry.record.at) });
        break;
      case 'command':
        records.push(encodeRecord(entry.kind, entry.record));
        break;
      case 'pipeline-run':
        records.push(encodeRecord(entry.kind, entry.record));
        break;
      case 'outage':
        records.push(encodeRecord(entry.kind, entry.record));
        break;
      case 'incident':
        records.push(encodeRecord(entry.kind, entry.record));
        break;
      case 'run':
        runs.push({ from: wholeMilliseconds(entry.record.from), to: wholeMilliseconds(entry.record.to) });
        break;
      case 'snapshot':
        snapshots.push(encodeSnapshot(entry.record));
        break;
      default:
        assertNever(entry);
    }
  }
  return { number, events, chat, chatChanges, transitions, records, rollups, runs, snapshots };
};
