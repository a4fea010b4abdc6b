import type { SystemPort } from '#core/index.ts';
import type { HistoryPort } from '#main/gateway/history-port.ts';
import {
  recordKinds,
  type Journal,
  type MetricRollup,
  type RecordFields,
  type RecordFilter,
  type RecordKindDefinition,
  type RecordKinds,
  type RecordOfKind,
} from '#main/journal/index.ts';
import { err, Fault, hourMs, minuteMs, ok, type Result } from '#shared/kernel/index.ts';
import type { HistoryRecord, Holding, MetricHistory } from '#shared/model/index.ts';

/** A longer span is told by the hour. */
const longestByMinuteMs = 26 * hourMs;

type EndOfLine = Pick<HistoryRecord, 'endedAt' | 'endedBetween'>;

/** An end that nobody saw is told as the time in which it was. */
const endOf = ({ endedAt, endedAfter }: RecordFields): EndOfLine =>
  endedAt === null || endedAfter === undefined
    ? { endedAt }
    : { endedAt: null, endedBetween: { from: endedAfter, to: endedAt } };

/** Where the next page goes on: after this record, by time and id. */
const cursorOf = ({ at, id }: HistoryRecord): string => `${at} ${id}`;
const parseCursor = (cursor: string | undefined): { before: number; beforeId: string } | null => {
  const [, at, id] = /^(-?\d+(?:\.\d+)?) (.+)$/.exec(cursor ?? '') ?? [];
  return at === undefined || id === undefined ? null : { before: Number(at), beforeId: id };
};

/** Rollups, by component, name and time, as lines without a gap: where nothing was observed there is a null. */
export const linesOf = (
  rollups: readonly MetricRollup[],
  { from, before }: { readonly from: number; readonly before: number },
  stepMs: number,
): readonly MetricHistory[] => {
  const first = Math.floor(from / stepMs) * stepMs;
  const length = Math.max(0, Math.ceil((before - first) / stepMs));
  const lines = new Map<string, MetricHistory>();
  for (const { componentId, name, unit, at, mean, min, max } of rollups) {
    const key = `${componentId} ${name}`;
    const empty = (): null[] => Array.from({ length }, () => null);
    const line = lines.get(key) ?? {
      componentId,
      name,
      unit,
      from: first,
      stepMs,
      mean: empty(),
      min: empty(),
      max: empty(),
    };
    lines.set(key, line);
    const index = Math.round((at - first) / stepMs);
    line.mean[index] = mean;
    line.min[index] = min;
    line.max[index] = max;
  }
  return [...lines.values()];
};

export interface HistoryParts {
  readonly system: SystemPort;
  readonly journal: Journal;
  /** Notes that the program runs, so that the present moment is known too. */
  readonly beat: () => void;
}

/** The journal's past as the contract needs it. */
export const createHistoryPort = ({ system, journal, beat }: HistoryParts): HistoryPort => {
  const { history } = journal;
  const linesOfKind = async <Kind extends HistoryRecord['kind']>(
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
  return {
    healthAt: (at, signal) => {
      beat();
      return history.moment(at, signal);
    },
    strips: ({ from, before }, cells, signal) => {
      beat();
      return history.strips({ from, to: before }, cells, signal);
    },
    transitions: ({ component, cursor, ...filter }, signal) =>
      history.transitions(
        {
          ...filter,
          ...(component === undefined ? {} : { component }),
          ...(cursor === undefined ? {} : { cursor }),
        },
        signal,
      ),
    records: async ({ kind, from, before, subject, limit, cursor }, signal) => {
      const filter = { from, before, ...parseCursor(cursor), ...(subject === undefined ? {} : { subject }) };
      const found = await linesOfKind(kind, recordKinds, filter, limit + 1, signal);
      if (!found.ok) return found;
      const records = found.value.slice(0, limit);
      const last = found.value.length > limit ? records.at(-1) : undefined;
      return ok({ records, next: last ? cursorOf(last) : null });
    },
    metrics: async ({ from, before }, names, signal) => {
      const stepMs = before - from <= longestByMinuteMs ? minuteMs : hourMs;
      const first = Math.floor(from / stepMs) * stepMs;
      const found = await history.metrics({ names, from: first, before, stepMs }, signal);
      return found.ok ? ok(linesOf(found.value, { from, before }, stepMs)) : found;
    },
    holdings: async (signal) => {
      const found = await history.holdings(signal);
      if (!found.ok) return found;
      const { problem, fileBytes, indexed } = journal.stats();
      const { eventDays, eventRows, chatDays, chatRows, transitionDays, recordDays, rollupDays } =
        journal.retention;
      const limits: Readonly<Record<Holding['kind'], Pick<Holding, 'keepDays' | 'keepRows'>>> = {
        events: { keepDays: eventDays, keepRows: eventRows },
        chat: { keepDays: chatDays, keepRows: chatRows },
        health: { keepDays: transitionDays, keepRows: null },
        records: { keepDays: recordDays, keepRows: null },
        metrics: { keepDays: rollupDays, keepRows: null },
      };
      const kinds = found.value.kinds.map((held): Holding => ({ ...held, ...limits[held.kind] }));
      return ok({ problem, fileBytes, kinds, cleanedAt: found.value.cleanedAt, indexed });
    },
    event: async (id, signal) => {
      const live = system.events.recent('*', Number.MAX_SAFE_INTEGER).find((event) => event.id === id);
      if (live) return ok(live);
      const found = await history.event(id, signal);
      if (!found.ok) return found;
      return found.value
        ? ok(found.value)
        : err(
            new Fault('event.unknown', `There is no event "${id}" any more: the journal let it go.`, {
              kind: 'configuration',
              status: 'not-found',
            }),
          );
    },
    untilKept: async () => {
      const kept = await journal.flush();
      return kept.ok ? null : `What happened by it is not on disk: ${kept.error.message}`;
    },
  };
};
