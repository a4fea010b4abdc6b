import {
  recordKinds,
  type Journal,
  type RecordFields,
  type RecordFilter,
  type RecordKindDefinition,
  type RecordKinds,
  type RecordOfKind,
} from '#main/journal/index.ts';
import { ok, type Fault, type Result } from '#shared/kernel/index.ts';
import type { HistoryRecord } from '#shared/model/index.ts';

type EndOfLine = Pick<HistoryRecord, 'endedAt' | 'endedBetween'>;

/** Returns an unobserved end as the span in which it happened. */
const endOf = ({ endedAt, endedAfter }: RecordFields): EndOfLine =>
  endedAt === null || endedAfter === undefined
    ? { endedAt }
    : { endedAt: null, endedBetween: { from: endedAfter, to: endedAt } };

/** Returns the cursor of the next page: after this record, by time and id. */
const cursorOf = ({ at, id }: HistoryRecord): string => `${at} ${id}`;
const parseCursor = (cursor: string | undefined): { before: number; beforeId: string } | null => {
  const [, at, id] = /^(-?\d+(?:\.\d+)?) (.+)$/.exec(cursor ?? '') ?? [];
  return at === undefined || id === undefined ? null : { before: Number(at), beforeId: id };
};

const linesOfKind = async <Kind extends HistoryRecord['kind']>(
  journal: Pick<Journal, 'queryRecords'>,
  kind: Kind,
  kinds: RecordKinds<Kind>,
  filter: RecordFilter,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<Result<readonly HistoryRecord[], Fault>> => {
  const found = await journal.queryRecords(kind, filter, limit, signal);
  if (!found.ok) return found;
  const { line, subject }: RecordKindDefinition<RecordOfKind[Kind]> = kinds[kind];
  const lines = found.value.map((record) => ({
    kind,
    id: record.id,
    at: record.at,
    subject: subject(record),
    ...line(record),
    ...endOf(record),
  }));
  return ok(lines);
};

/** The request for a page of records of one kind that began in a span. */
export interface RecordsAsked {
  readonly kind: HistoryRecord['kind'];
  readonly from: number;
  readonly before: number;
  readonly subject?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Reads records as lines for people, newest first, with the cursor of the next page. */
export const readRecordLines = async (
  journal: Pick<Journal, 'queryRecords'>,
  { kind, from, before, subject, limit, cursor }: RecordsAsked,
  signal?: AbortSignal,
): Promise<Result<{ readonly records: readonly HistoryRecord[]; readonly next: string | null }, Fault>> => {
  const filter = { from, before, ...parseCursor(cursor), ...(subject === undefined ? {} : { subject }) };
  const found = await linesOfKind(journal, kind, recordKinds, filter, limit + 1, signal);
  if (!found.ok) return found;
  const records = found.value.slice(0, limit);
  const last = found.value.length > limit ? records.at(-1) : undefined;
  return ok({ records, next: last ? cursorOf(last) : null });
};
