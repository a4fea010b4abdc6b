import type { z } from 'zod';
import { historyRecordKinds, type HistoryRecordKind } from '#shared/model/index.ts';
import { command } from './command.ts';
import { incident } from './incident.ts';
import { outage } from './outage.ts';
import { pipelineRun } from './pipeline-run.ts';
import type { RecordFields, RecordKindDefinition } from './record-kind.ts';

/**
 * The definition of each kind. A name that `historyRecordKinds` has and this table lacks is a compile error.
 */
const kinds = { command, 'pipeline-run': pipelineRun, outage, incident } satisfies Readonly<
  Record<HistoryRecordKind, unknown>
>;

export type RecordKind = HistoryRecordKind;
export type RecordOfKind = {
  readonly [Kind in RecordKind]: z.output<(typeof kinds)[Kind]['schema']>;
};
export type CommandRecord = RecordOfKind['command'];
export type PipelineRunRecord = RecordOfKind['pipeline-run'];
export type OutageRecord = RecordOfKind['outage'];
export type Incident = RecordOfKind['incident'];

/** The definitions of some kinds, by the name of the kind. */
export type RecordKinds<Kinds extends RecordKind = RecordKind> = {
  readonly [Kind in Kinds]: RecordKindDefinition<RecordOfKind[Kind]>;
};
export const recordKinds: RecordKinds = kinds;
export const recordKindNames: readonly RecordKind[] = historyRecordKinds;

/** A record with the name of its kind. */
export type KeptRecord = {
  readonly [Kind in RecordKind]: { readonly kind: Kind; readonly record: RecordOfKind[Kind] };
}[RecordKind];

/**
 * Pairs a record with the name of its kind. The cast is needed because TypeScript can't infer that a generic
 * pair is one of the pairs.
 */
export const keptRecord = <Kind extends RecordKind>(kind: Kind, record: RecordOfKind[Kind]): KeptRecord =>
  ({ kind, record }) as KeptRecord;

/** A filter for records. Records must match every given field. */
export interface RecordFilter {
  /** Only records that had not ended by this instant, epoch milliseconds. */
  readonly from?: number;
  /** Only records that began before this instant. */
  readonly before?: number;
  /**
   * With `before`: also records that began at exactly that instant and have a lower id. This is the cursor of
   * the next page.
   */
  readonly beforeId?: string;
  /** The subject: a component, a pipeline or a settings section. */
  readonly subject?: string;
}

export const matchesRecordFilter = <Kept extends RecordFields>(
  { subject: subjectOf }: Pick<RecordKindDefinition<Kept>, 'subject'>,
  record: Kept,
  { from, before, beforeId, subject }: RecordFilter,
): boolean =>
  (from === undefined || record.endedAt === null || record.endedAt >= from) &&
  (before === undefined ||
    record.at < before ||
    (beforeId !== undefined && record.at === before && record.id < beforeId)) &&
  (subject === undefined || subjectOf(record) === subject);
