import { z } from 'zod';

/** What every record says of its end, whatever its kind. */
export const endShape = {
  /** When it ended; null while it lasts. Where nobody saw the end, the latest that it can have been. */
  endedAt: z.number().nullable(),
  /** Set where nobody saw the end: it lasted until then at least. */
  endedAfter: z.number().optional(),
};

/** The fields that the journal itself reads of a record. */
export interface RecordFields {
  readonly id: string;
  /** When it began, epoch milliseconds. */
  readonly at: number;
  readonly endedAt: number | null;
  readonly endedAfter?: number | undefined;
}

/** The place of a kind's records in the database. All kinds have the same columns; `data` is the whole record. */
export interface RecordTable {
  readonly table: string;
  /** The format of the database that brought the table: for a new kind, one above the present format. */
  readonly since: number;
}

/** The tables of all kinds of records, by the name of the kind. */
export type RecordTables = Readonly<Record<string, RecordTable>>;

/** A record in words, for a list of what happened. */
export interface RecordLine {
  readonly title: string;
  /** How it went, in one word. */
  readonly result: string;
  readonly message: string;
  readonly actor?: string;
}

/** A kind of records that are written when they begin and written again, under the same id, when they change. */
export interface RecordKindDefinition<Kept extends RecordFields> extends RecordTable {
  readonly schema: z.ZodType<Kept>;
  /** Returns the name by which the record's history is asked for; null when it is about nothing that has a name. */
  readonly subject: (record: Kept) => string | null;
  readonly line: (record: Kept) => RecordLine;
  /** Returns what a record says that the program left open when it ended; its end is the caller's. */
  readonly interrupted: (record: Kept) => Kept;
}

export const recordKind = <Kept extends RecordFields>(
  definition: RecordKindDefinition<Kept>,
): RecordKindDefinition<Kept> => definition;

/** Creates the table of a kind. Released: another form is a migration of its own. */
export const recordTableSql = (table: string): string => `
  CREATE TABLE ${table} (
    id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, subject TEXT, ended_at INTEGER, data TEXT NOT NULL
  ) STRICT;
  CREATE INDEX ${table}_by_time ON ${table} (at);
  CREATE INDEX ${table}_by_subject ON ${table} (subject, at);
  `;

/** Sentence to add where nobody saw the end of a record. */
export const unseenEnd = ({ endedAfter }: RecordFields): string =>
  endedAfter === undefined ? '' : ' It ended while Cuelight was not running.';
