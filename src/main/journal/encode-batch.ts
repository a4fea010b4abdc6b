import { assertNever } from '#shared/kernel/index.ts';
import type { ChatChange, EventRecord, ObservedSpan, SystemSnapshot } from '#shared/model/index.ts';
import { isChanged } from './changed-chat.ts';
import type { HealthTransition, JournalEntry } from './port.ts';
import type { MetricRollup } from './metric-rollup.ts';
import { recordKinds, type KeptRecord, type RecordKind, type RecordOfKind } from './records/index.ts';
import type { RecordFields, RecordKindDefinition } from './records/record-kind.ts';
import { encodeChat, wholeMilliseconds } from './worker/chat-row.ts';
import type { Batch, ChatRow, EventRow, RecordRow, SnapshotRow } from './worker/protocol.ts';

/** The largest data of an event, in characters. Larger data is omitted; the event is stored with a note. */
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

const encodeEvent = (event: EventRecord): EventRow => ({
  ...event,
  at: wholeMilliseconds(event.at),
  data: encodeData(event.data),
});

export const encodeRecord = <Kept extends RecordFields>(
  kind: string,
  { subject }: Pick<RecordKindDefinition<Kept>, 'subject'>,
  record: Kept,
): RecordRow => ({
  kind,
  id: record.id,
  at: wholeMilliseconds(record.at),
  subject: subject(record),
  endedAt: record.endedAt === null ? null : wholeMilliseconds(record.endedAt),
  data: JSON.stringify(record),
});

const encodeKept = <Kind extends RecordKind>({
  kind,
  record,
}: {
  readonly kind: Kind;
  readonly record: RecordOfKind[Kind];
}): RecordRow => encodeRecord<RecordOfKind[Kind]>(kind, recordKinds[kind], record);

const isKept = (entry: JournalEntry): entry is KeptRecord => Object.hasOwn(recordKinds, entry.kind);

const encodeSnapshot = (snapshot: SystemSnapshot): SnapshotRow => ({
  at: wholeMilliseconds(snapshot.at),
  level: snapshot.verdict.level,
  data: JSON.stringify(snapshot),
});

export const encodeBatch = (number: number, entries: readonly JournalEntry[]): Batch => {
  const events: EventRow[] = [];
  const chat: ChatRow[] = [];
  const chatChanges: ChatRow[] = [];
  const chatFacts: ChatChange[] = [];
  const transitions: HealthTransition[] = [];
  const records: RecordRow[] = [];
  const rollups: MetricRollup[] = [];
  const runs: ObservedSpan[] = [];
  const snapshots: SnapshotRow[] = [];
  for (const entry of entries) {
    if (isKept(entry)) {
      records.push(encodeKept(entry));
      continue;
    }
    switch (entry.kind) {
      case 'event':
        events.push(encodeEvent(entry.record));
        break;
      case 'chat':
        (isChanged(entry.record) ? chatChanges : chat).push(encodeChat(entry.record));
        break;
      case 'chat-change':
        chatFacts.push(entry.record);
        break;
      case 'transition':
        transitions.push({ ...entry.record, at: wholeMilliseconds(entry.record.at) });
        break;
      case 'rollup':
        rollups.push({ ...entry.record, at: wholeMilliseconds(entry.record.at) });
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
  return { number, events, chat, chatChanges, chatFacts, transitions, records, rollups, runs, snapshots };
};
