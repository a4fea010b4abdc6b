import type { Journal, RecordFilter, RecordKind, RecordOfKind } from '#main/journal/index.ts';
import { ok, type Fault, type Result } from '#shared/kernel/index.ts';
import type { HistoryRecord } from '#shared/model/index.ts';

type LineOf<Kind extends RecordKind> = (record: RecordOfKind[Kind]) => Omit<HistoryRecord, keyof EndOfLine>;
type EndOfLine = Pick<HistoryRecord, 'endedAt' | 'endedBetween'>;

/** An end that nobody saw is told as the time in which it was. */
const endOf = ({ endedAt, endedAfter }: RecordOfKind[RecordKind]): EndOfLine =>
  endedAt === null || endedAfter === undefined
    ? { endedAt }
    : { endedAt: null, endedBetween: { from: endedAfter, to: endedAt } };

const unseenEnd = ({ endedAfter }: RecordOfKind[RecordKind]): string =>
  endedAfter === undefined ? '' : ' It ended while Cuelight was not running.';

type LinesOf<Kinds extends RecordKind> = { readonly [Kind in Kinds]: LineOf<Kind> };
const lines: LinesOf<RecordKind> = {
  command: ({ id, at, target, name, result, message, actor }) => ({
    kind: 'command',
    id,
    at,
    subject: target,
    title: target === null ? name : `${name} ${target}`,
    result,
    message,
    actor,
  }),
  'pipeline-run': ({ id, at, pipeline, result, report }) => ({
    kind: 'pipeline-run',
    id,
    at,
    subject: pipeline,
    title: pipeline,
    result,
    message: report,
  }),
  outage: (outage) => ({
    kind: 'outage',
    id: outage.id,
    at: outage.at,
    subject: outage.componentId,
    title: outage.componentId,
    result: outage.endedAt === null ? 'open' : 'over',
    message: `${outage.cause}${unseenEnd(outage)}`,
  }),
  incident: (incident) => ({
    kind: 'incident',
    id: incident.id,
    at: incident.at,
    subject: incident.causeId,
    title: incident.title,
    result: incident.level,
    message:
      (incident.componentIds.length === 0
        ? 'No part was named.'
        : `It was about ${incident.componentIds.join(', ')}.`) + unseenEnd(incident),
  }),
};

/** Where the next page goes on: after this record, by time and id. */
const cursorOf = ({ at, id }: HistoryRecord): string => `${at} ${id}`;
const parseCursor = (cursor: string | undefined): { before: number; beforeId: string } | null => {
  const [, at, id] = /^(-?\d+(?:\.\d+)?) (.+)$/.exec(cursor ?? '') ?? [];
  return at === undefined || id === undefined ? null : { before: Number(at), beforeId: id };
};

const linesOfKind = async <Kind extends RecordKind>(
  journal: Pick<Journal, 'queryRecords'>,
  kind: Kind,
  lineOf: LinesOf<Kind>,
  filter: RecordFilter,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<Result<readonly HistoryRecord[], Fault>> => {
  const found = await journal.queryRecords(kind, filter, limit, signal);
  const line: LineOf<Kind> = lineOf[kind];
  return found.ok ? ok(found.value.map((record) => ({ ...line(record), ...endOf(record) }))) : found;
};

/** The request for a page of records of one kind that began in a span. */
export interface RecordsAsked {
  readonly kind: RecordKind;
  readonly from: number;
  readonly before: number;
  readonly subject?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Reads records as lines for people, newest first, with where the next page goes on. */
export const readRecordLines = async (
  journal: Pick<Journal, 'queryRecords'>,
  { kind, from, before, subject, limit, cursor }: RecordsAsked,
  signal?: AbortSignal,
): Promise<Result<{ readonly records: readonly HistoryRecord[]; readonly next: string | null }, Fault>> => {
  const filter = { from, before, ...parseCursor(cursor), ...(subject === undefined ? {} : { subject }) };
  const found = await linesOfKind(journal, kind, lines, filter, limit + 1, signal);
  if (!found.ok) return found;
  const records = found.value.slice(0, limit);
  const last = found.value.length > limit ? records.at(-1) : undefined;
  return ok({ records, next: last ? cursorOf(last) : null });
};
