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

/** What is known of the end of something that a run left open. */
interface End {
  /** It lasted until then at least: the program was last seen running, and had not seen it end. */
  readonly endedAfter: number;
  /** When the program ran again, and it was over. */
  readonly endedAt: number;
}

/** Until when something that a run left open lasted at least: the program was last seen running then, and it still went on. */
export const lastSeenOpen = (runs: readonly ObservedSpan[], beganAt: number): number =>
  Math.max(beganAt, runs.findLast(({ from }) => from <= beganAt)?.to ?? beganAt);

/** Between the end of the run in which something began and the beginning of the next one. */
const endOf = (runs: readonly ObservedSpan[], beganAt: number, now: number): End => {
  const endedAfter = lastSeenOpen(runs, beganAt);
  const nextRun = runs.find(({ from }) => from > endedAfter)?.from ?? now;
  return { endedAfter, endedAt: Math.max(endedAfter, nextRun) };
};

type ReadAndAppend = Pick<Journal, 'queryRecords' | 'append'> & {
  readonly history: Pick<Journal['history'], 'runs'>;
};

/**
 * Gives what earlier runs left open (by a kill, or by being stopped in the middle of it) an end that claims no more than is
 * known. To be called once, when a run begins; what began at or after `startedAt` is of this run and stays as it is.
 */
export const endWhatWasLeftOpen = async (
  journal: ReadAndAppend,
  startedAt: number,
): Promise<Result<number, Fault>> => {
  let ended = 0;
  for (const kind of recordKindNames) {
    const closed = await endThoseOf(kind, recordKinds, journal, startedAt);
    if (!closed.ok) return closed;
    ended += closed.value;
  }
  return ok(ended);
};

const endThoseOf = async <Kind extends RecordKind>(
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
