import { z } from 'zod';

/** The end of a record of any kind. */
export const endShape = {
  /** Time of the end; null while the record is open. For an unobserved end, its latest possible time. */
  endedAt: z.number().nullable(),
  /** The earliest possible time of an unobserved end. Undefined when the end was observed. */
  endedAfter: z.number().optional(),
};

/** The fields of a record that the journal itself reads. */
export interface RecordFields {
  readonly id: string;
  /** Start of the record, epoch milliseconds. */
  readonly at: number;
  readonly endedAt: number | null;
  readonly endedAfter?: number | undefined;
}

/** The table of a kind. All kinds have the same columns; `data` contains the whole record. */
export interface RecordTable {
  readonly table: string;
  /** The database format that added the table. For a new kind: the current format plus one. */
  readonly since: number;
}

/** The tables of all kinds of records, by the name of the kind. */
export type RecordTables = Readonly<Record<string, RecordTable>>;

/** A record in words, for lists. */
export interface RecordLine {
  readonly title: string;
  /** The result, in one word. */
  readonly result: string;
  readonly message: string;
  readonly actor?: string;
}

/**
 * A kind of record. A record is written when it begins, and written again under the same id when it changes.
 */
export interface RecordKindDefinition<Kept extends RecordFields> extends RecordTable {
  readonly schema: z.ZodType<Kept>;
  /** Returns the name that queries use to find the record; null when the record has no subject. */
  readonly subject: (record: Kept) => string | null;
  readonly line: (record: Kept) => RecordLine;
  /** Returns a record, left open when the program ended, as interrupted. The caller sets the end. */
  readonly interrupted: (record: Kept) => Kept;
}

export const recordKind = <Kept extends RecordFields>(
  definition: RecordKindDefinition<Kept>,
): RecordKindDefinition<Kept> => definition;

/** SQL that creates the table of a kind. It is released: a different form needs its own migration. */
export const recordTableSql = (table: string): string => `
  CREATE TABLE ${table} (
    id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, subject TEXT, ended_at INTEGER, data TEXT NOT NULL
  ) STRICT;
  CREATE INDEX ${table}_by_time ON ${table} (at);
  CREATE INDEX ${table}_by_subject ON ${table} (subject, at);
  `;

/** The sentence to add when the end of a record was not observed. */
export const unobservedEnd = ({ endedAfter }: RecordFields): string =>
  endedAfter === undefined ? '' : " It ended while Cuelight wasn't running.";
