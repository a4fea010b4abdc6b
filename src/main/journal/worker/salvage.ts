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

/** Progress of a salvage. Stored in the same database, so that it continues after a crash. */
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

/** Stands for a name that couldn't be read. */
const lostName = '(lost)';

interface Names {
  readonly names: ReadonlyMap<number, string>;
  readonly chatters: ReadonlyMap<number, Viewer & { readonly userName: string }>;
}

/** Deleted viewers, whose data must not be imported. */
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

/** Removes the names and ids of deleted viewers from an event. */
const withoutForgotten = (event: EventRow, { digests, filter }: Forgotten): EventRow => {
  if (digests.size === 0) return event;
  const cleaned = withoutPeople({ ...event, data: parseJsonObject(event.data) }, filter);
  return cleaned ? { ...event, message: cleaned.message, data: JSON.stringify(cleaned.data) } : event;
};

/**
 * Reads the viewers that were deleted in the source, as far as it can be read. Formats without deletions have
 * none.
 */
const readForgottenOf = (source: DatabaseSync): ReadonlySet<string> => {
  const digests = new Set<string>();
  try {
    for (const row of source.prepare('SELECT digest FROM forgotten_viewers').iterate())
      digests.add(textColumn(row, 'digest'));
  } catch {
    // Digests read before the damage are still used.
  }
  return digests;
};

/** Returns the names of a deleted viewer, as far as the source can be read. */
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

/** Import of one table. Returns the number of new rows. */
interface TableSalvage {
  readonly table: string;
  importRows(rows: readonly Row[], names: Names): number;
}

const planTables = (
  writer: RowWriter,
  forgotten: Forgotten,
  kinds: RecordTables,
): readonly TableSalvage[] => [
  {
    table: 'events',
    importRows: (rows, names) =>
      writer.importEvents(
        rows.map((row) => ({ seq: seqOf(row), row: withoutForgotten(eventOf(row, names), forgotten) })),
      ),
  },
  {
    table: 'chat',
    importRows: (rows, names) =>
      writer.importChat(
        rows.flatMap((row) => {
          const message = chatOf(row, names, forgotten);
          return message ? [{ seq: seqOf(row), row: message }] : [];
        }),
      ),
  },
  {
    table: 'health_transitions',
    importRows: (rows) =>
      writer.importTransitions(
        rows
          .map((row) => transitionSchema.safeParse(row))
          .flatMap(({ data }) => (data ? [{ ...data, componentId: data.component }] : [])),
      ),
  },
  ...Object.entries(kinds).map(([kind, { table }]): TableSalvage => ({
    table,
    importRows: (rows) =>
      writer.importRecords(
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
    importRows: (rows) =>
      writer.importRollups(
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
    importRows: (rows) =>
      writer.importRuns(rows.map((row) => ({ from: Number(row['started_at']), to: Number(row['seen_at']) }))),
  },
  {
    table: 'snapshots',
    importRows: (rows) =>
      writer.importSnapshots(
        rows.map((row) => snapshotSchema.safeParse(row)).flatMap(({ data }) => (data ? [data] : [])),
      ),
  },
];

export interface SalvageReport {
  readonly source: string;
  readonly taken: number;
  /** Number of places in the source that couldn't be read. */
  readonly gaps: number;
}

/** Schedules the import of a file's records. {@link createSalvage} runs it, now or after the next start. */
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

/** Closes a source file and removes the sidecar files that SQLite created to read it. */
const closeSource = (source: DatabaseSync, file: string): void => {
  source.close();
  rmSync(`${file}-shm`, { force: true });
  if (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size === 0) rmSync(`${file}-wal`, { force: true });
};

/**
 * Imports the readable records of another journal file: a damaged file that was set aside, or a backup. Null
 * when no import is scheduled.
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
      // Lets SQLite read a truncated file. This is safe because the file is opened read-only.
      source.enableDefensive(false);
      source.exec('PRAGMA writable_schema = ON');
      names = readNames(source);
    }
  } catch {
    // The first page can't be read, so there is nothing to import.
    source?.close();
    source = undefined;
  }
  // An import must not restore viewers who were deleted, in this journal or in the source.
  const ofSource = source ? readForgottenOf(source) : new Set<string>();
  const tables = planTables(
    writer,
    forgottenAmong(source, names, new Set([...readForgotten(database), ...ofSource])),
    kinds,
  );
  const remember = database.prepare('INSERT OR IGNORE INTO forgotten_viewers (digest) VALUES (?)');
  const finish = (found: SalvageState): SalvageReport => {
    database.exec("DELETE FROM meta WHERE key = 'salvage'");
    if (source) closeSource(source, found.source);
    return { source: found.source, taken: found.taken, gaps: source ? found.gaps : found.gaps + 1 };
  };
  return {
    /** Imports a bounded number of rows in one transaction. Returns a report when no rows are left. */
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
      const taken = plan.importRows(page.rows, names);
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
      if (state && source) closeSource(source, state.source);
    },
  };
};
