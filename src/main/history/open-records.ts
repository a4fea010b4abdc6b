import {
  keptRecord,
  recordKindNames,
  recordKinds,
  type Journal,
  type RecordKind,
  type RecordKindDefinition,
  type RecordKinds,
  type RecordOfKind,
} from '#main/journal/index.ts';
import { ok, type Fault, type Result } from '#shared/kernel/index.ts';
import type { ObservedSpan } from '#shared/model/index.ts';

const pageSize = 500;

/** The possible end of a record that an earlier run left open. */
interface End {
  /** The earliest possible end: the program was last seen running then, and the record was still open. */
  readonly endedAfter: number;
  /** The latest possible end: the program started again. */
  readonly endedAt: number;
}

/** Returns the earliest possible end of a record that a run left open: the last time the run was seen. */
export const lastSeenOpen = (runs: readonly ObservedSpan[], beganAt: number): number =>
  Math.max(beganAt, runs.findLast(({ from }) => from <= beganAt)?.to ?? beganAt);

/** Returns the span between the end of the run in which a record began and the start of the next run. */
const endOf = (runs: readonly ObservedSpan[], beganAt: number, now: number): End => {
  const endedAfter = lastSeenOpen(runs, beganAt);
  const nextRun = runs.find(({ from }) => from > endedAfter)?.from ?? now;
  return { endedAfter, endedAt: Math.max(endedAfter, nextRun) };
};

type ReadAndAppend = Pick<Journal, 'queryRecords' | 'append'> & {
  readonly history: Pick<Journal['history'], 'runs'>;
};

/**
 * Closes the records that earlier runs left open, because they were killed or stopped. The end claims no more
 * than is known. Call it once, when a run begins. Records that began at or after `startedAt` belong to this
 * run and stay open.
 */
export const closeOpenRecords = async (
  journal: ReadAndAppend,
  startedAt: number,
): Promise<Result<number, Fault>> => {
  let ended = 0;
  for (const kind of recordKindNames) {
    const closed = await closeOpenRecordsOf(kind, recordKinds, journal, startedAt);
    if (!closed.ok) return closed;
    ended += closed.value;
  }
  return ok(ended);
};

const closeOpenRecordsOf = async <Kind extends RecordKind>(
  kind: Kind,
  kinds: RecordKinds<Kind>,
  journal: ReadAndAppend,
  startedAt: number,
): Promise<Result<number, Fault>> => {
  const { interrupted }: RecordKindDefinition<RecordOfKind[Kind]> = kinds[kind];
  let ended = 0;
  let cursor: { readonly before: number; readonly beforeId?: string } | null = { before: startedAt };
  while (cursor !== null) {
    const page: Result<readonly RecordOfKind[Kind][], Fault> = await journal.queryRecords(
      kind,
      { from: startedAt, ...cursor },
      pageSize,
    );
    if (!page.ok) return page;
    const open = page.value.filter(({ endedAt }) => endedAt === null);
    const oldest = open.at(-1);
    if (oldest !== undefined) {
      const runs = await journal.history.runs({ from: oldest.at, to: startedAt });
      if (!runs.ok) return runs;
      for (const record of open) {
        const closed = { ...interrupted(record), ...endOf(runs.value, record.at, startedAt) };
        journal.append(keptRecord(kind, closed));
      }
      ended += open.length;
    }
    const last = page.value.at(-1);
    cursor = last && page.value.length === pageSize ? { before: last.at, beforeId: last.id } : null;
  }
  return ok(ended);
};
