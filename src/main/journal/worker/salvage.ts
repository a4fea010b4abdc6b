import { existsSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { eventLevels, healthLevelSchema, lifecycleStateSchema } from '#shared/model/index.ts';
import { withoutPeople, type PersonFilter } from '#shared/catalogue/people/without-people.ts';
import { metricRollupSchema } from '../metric-rollup.ts';
import { recordKinds } from '../records/index.ts';
import type { RecordTables } from '../records/record-kind.ts';
import type { ChatRow, EventRow, RecordRow } from './protocol.ts';
import { withoutSeal } from './chat-row.ts';
import { DamagedTableReader, readAllReadable } from './read-damaged.ts';
import type { RowWriter } from './row-writer.ts';
import type { Viewer } from '../port.ts';
import { displayNameOf, parseJsonObject, textColumn, textOrNull, type Row } from './rows.ts';
import { filterViewers, viewerDigest, ViewerNames } from './people-filter.ts';
import { findNames, readForgotten } from './viewer.ts';

const rowsPerStep = 500;
const stateKey = 'salvage';

/** How far it has come: kept with the rows, so that a crash in the middle goes on where it was. */
const stateSchema = z.object({
  source: z.string(),
  table: z.number().int(),
  after: z.number(),
  taken: z.number(),
  gaps: z.number(),
});
type SalvageState = z.infer<typeof stateSchema>;

const transitionSchema = z.object({
  at: z.number(),
  component: z.string(),
  state: lifecycleStateSchema,
  level: healthLevelSchema,
  reason: z.string(),
});

const snapshotSchema = z.object({ at: z.number(), level: healthLevelSchema, data: z.string() });

/** What repeated names stand for; a name that could not be read is said to be lost. */
const lostName = '(lost)';

interface Names {
  readonly names: ReadonlyMap<number, string>;
  readonly chatters: ReadonlyMap<number, Viewer & { readonly userName: string }>;
}

/** Viewers who were deleted, as the source has to be cleaned of them. */
interface Forgotten {
  readonly digests: ReadonlySet<string>;
  readonly filter: PersonFilter;
}

const readNames = (source: DatabaseSync): Names => ({
  names: new Map(readAllReadable(source, 'names').map((row) => [Number(row['id']), textColumn(row, 'name')])),
  chatters: new Map(
    readAllReadable(source, 'chatters').map((row) => [
      Number(row['id']),
      {
        platform: textColumn(row, 'platform'),
        userId: textColumn(row, 'user_id'),
        userName: textColumn(row, 'user_name'),
      },
    ]),
  ),
});

const eventOf = (row: Row, { names }: Names): EventRow => ({
  id: textColumn(row, 'id'),
  at: Number(row['at']),
  level: eventLevels[Number(row['level'])] ?? 'info',
  topic: names.get(Number(row['topic'])) ?? lostName,
  source: names.get(Number(row['source'])) ?? lostName,
  message: textColumn(row, 'message'),
  correlationId: textOrNull(row, 'correlation_id'),
  causeId: textOrNull(row, 'cause_id'),
  data: textColumn(row, 'data'),
});

const chatOf = (row: Row, { names, chatters }: Names, { digests }: Forgotten): ChatRow | null => {
  const chatter = chatters.get(Number(row['chatter']));
  if (!chatter || digests.has(viewerDigest(chatter))) return null;
  const rest = textColumn(row, 'rest');
  return {
    id: textColumn(row, 'id'),
    ...chatter,
    channel: names.get(Number(row['channel'])) ?? lostName,
    userName: textColumn(row, 'user_name'),
    at: Number(row['at']),
    displayName: displayNameOf(rest),
    text: textColumn(row, 'text'),
    rest: withoutSeal(rest),
  };
};

/** Takes the names and ids of deleted viewers out of an event. */
const withoutForgotten = (event: EventRow, { digests, filter }: Forgotten): EventRow => {
  if (digests.size === 0) return event;
  const cleaned = withoutPeople({ ...event, data: parseJsonObject(event.data) }, filter);
  return cleaned ? { ...event, message: cleaned.message, data: JSON.stringify(cleaned.data) } : event;
};

/** Who was deleted in the source, as far as that can be read. One of before there were deletions knows of none. */
const readForgottenOf = (source: DatabaseSync): ReadonlySet<string> => {
  const digests = new Set<string>();
  try {
    for (const row of source.prepare('SELECT digest FROM forgotten_viewers').iterate())
      digests.add(textColumn(row, 'digest'));
  } catch {
    // What was read before the damage counts.
  }
  return digests;
};

/** The names of a deleted viewer, as far as the source can be read. */
const namesIn = (source: DatabaseSync, { userName, ...viewer }: Viewer & { readonly userName: string }) => {
  try {
    return findNames(source, viewer).known;
  } catch {
    const names = new ViewerNames(viewer);
    names.add({ login: userName, displayName: null });
    return names.known;
  }
};

const forgottenAmong = (
  source: DatabaseSync | undefined,
  { chatters }: Names,
  digests: ReadonlySet<string>,
): Forgotten => {
  const isForgotten = (viewer: Viewer): boolean => digests.has(viewerDigest(viewer));
  const known = source
    ? [...chatters.values()].filter(isForgotten).map((chatter) => namesIn(source, chatter))
    : [];
  return { digests, filter: filterViewers(known, isForgotten) };
};

const seqOf = (row: Row): number => Number(row['row_id']);

/** One table of the source: how its rows go into the journal. Answers with how many were new. */
interface TableSalvage {
  readonly table: string;
  takeIn(rows: readonly Row[], names: Names): number;
}

const planTables = (
  writer: RowWriter,
  forgotten: Forgotten,
  kinds: RecordTables,
): readonly TableSalvage[] => [
  {
    table: 'events',
    takeIn: (rows, names) =>
      writer.takeInEvents(
        rows.map((row) => ({ seq: seqOf(row), row: withoutForgotten(eventOf(row, names), forgotten) })),
      ),
  },
  {
    table: 'chat',
    takeIn: (rows, names) =>
      writer.takeInChat(
        rows.flatMap((row) => {
          const message = chatOf(row, names, forgotten);
          return message ? [{ seq: seqOf(row), row: message }] : [];
        }),
      ),
  },
  {
    table: 'health_transitions',
    takeIn: (rows) =>
      writer.takeInTransitions(
        rows
          .map((row) => transitionSchema.safeParse(row))
          .flatMap(({ data }) => (data ? [{ ...data, componentId: data.component }] : [])),
      ),
  },
  ...Object.entries(kinds).map(([kind, { table }]): TableSalvage => ({
    table,
    takeIn: (rows) =>
      writer.takeInRecords(
        rows.map((row): RecordRow => ({
          kind,
          id: textColumn(row, 'id'),
          at: Number(row['at']),
          subject: textOrNull(row, 'subject'),
          endedAt: row['ended_at'] === null ? null : Number(row['ended_at']),
          data: textColumn(row, 'data'),
        })),
      ),
  })),
  {
    table: 'metric_rollups',
    takeIn: (rows) =>
      writer.takeInRollups(
        rows
          .map((row) =>
            metricRollupSchema.safeParse({
              ...row,
              componentId: row['component'],
              stepMs: row['step_ms'],
            }),
          )
          .flatMap(({ data }) => (data ? [data] : [])),
      ),
  },
  {
    table: 'runs',
    takeIn: (rows) =>
      writer.takeInRuns(rows.map((row) => ({ from: Number(row['started_at']), to: Number(row['seen_at']) }))),
  },
  {
    table: 'snapshots',
    takeIn: (rows) =>
      writer.takeInSnapshots(
        rows.map((row) => snapshotSchema.safeParse(row)).flatMap(({ data }) => (data ? [data] : [])),
      ),
  },
];

export interface SalvageReport {
  readonly source: string;
  readonly taken: number;
  /** Places in it that could not be read. */
  readonly gaps: number;
}

/** Notes that the records of a file are to be taken over; {@link createSalvage} does it, now or after the next start. */
export const planSalvage = (database: DatabaseSync, source: string): void => {
  const state: SalvageState = { source, table: 0, after: 0, taken: 0, gaps: 0 };
  database
    .prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)')
    .run(stateKey, JSON.stringify(state));
};

const loadState = (database: DatabaseSync): SalvageState | null => {
  const row = database.prepare('SELECT value FROM meta WHERE key = ?').get(stateKey);
  try {
    return row ? stateSchema.parse(JSON.parse(textColumn(row, 'value'))) : null;
  } catch {
    return null;
  }
};

/** Lets go of a file that was only read, with what SQLite put beside it to read it. */
const letGo = (source: DatabaseSync, file: string): void => {
  source.close();
  rmSync(`${file}-shm`, { force: true });
  if (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size === 0) rmSync(`${file}-wal`, { force: true });
};

/**
 * Takes the records of another journal file into this one, as far as they can be read: a damaged file that was set
 * aside, or a backup. Null when none is planned.
 */
export const createSalvage = (
  database: DatabaseSync,
  writer: RowWriter,
  kinds: RecordTables = recordKinds,
) => {
  let state = loadState(database);
  if (!state) return null;
  const keepState = database.prepare("UPDATE meta SET value = ? WHERE key = 'salvage'");
  let source: DatabaseSync | undefined;
  let names: Names = { names: new Map(), chatters: new Map() };
  try {
    if (existsSync(state.source)) {
      source = new DatabaseSync(state.source, { readOnly: true });
      // With this SQLite reads a file that is shorter than it says itself; it is opened for reading only.
      source.enableDefensive(false);
      source.exec('PRAGMA writable_schema = ON');
      names = readNames(source);
    }
  } catch {
    // Not even its first page can be read: then there is nothing to take.
    source?.close();
    source = undefined;
  }
  // Taking records over must not undo what a person asked for, neither here nor there.
  const ofSource = source ? readForgottenOf(source) : new Set<string>();
  const tables = planTables(
    writer,
    forgottenAmong(source, names, new Set([...readForgotten(database), ...ofSource])),
    kinds,
  );
  const remember = database.prepare('INSERT OR IGNORE INTO forgotten_viewers (digest) VALUES (?)');
  const finish = (found: SalvageState): SalvageReport => {
    database.exec("DELETE FROM meta WHERE key = 'salvage'");
    if (source) letGo(source, found.source);
    return { source: found.source, taken: found.taken, gaps: source ? found.gaps : found.gaps + 1 };
  };
  return {
    /** Takes a bounded number of rows, in one transaction; answers with a report when there are no more. */
    step(): { readonly events: number; readonly report: SalvageReport | null } {
      const found = state;
      const plan = found ? tables[found.table] : undefined;
      if (!found) return { events: 0, report: null };
      if (!source || !plan) {
        state = null;
        return { events: 0, report: finish(found) };
      }
      const page = new DamagedTableReader(source, plan.table).read(found.after, rowsPerStep);
      database.exec('BEGIN IMMEDIATE');
      for (const digest of ofSource) remember.run(digest);
      const taken = plan.takeIn(page.rows, names);
      const next: SalvageState = {
        ...found,
        table: page.after === null ? found.table + 1 : found.table,
        after: page.after ?? 0,
        taken: found.taken + taken,
        gaps: found.gaps + (page.gap ? 1 : 0),
      };
      keepState.run(JSON.stringify(next));
      database.exec('COMMIT');
      state = next;
      return { events: plan.table === 'events' ? taken : 0, report: null };
    },
    close(): void {
      if (state && source) letGo(source, state.source);
    },
  };
};
