export { CleanUp, readNewestRecordTime } from './clean-up.ts';
export { copyJournal } from './copy-journal.ts';
export { createJournalComponent } from './journal-component.ts';
export { defaultRetention, openJournal, type JournalOptions } from './open-journal.ts';
export { createLocalThreads } from './threads/local-threads.ts';
export type { JournalThreads } from './threads/thread-port.ts';
export { forkJournalProcess } from './process/fork-process.ts';
export type { StartJournalChild } from './process/process-port.ts';
export { ProcessThreads } from './process/process-threads.ts';
export type {
  ChatFilter,
  EventPage,
  HealthTransition,
  Journal,
  JournalEntry,
  JournalBackup,
  JournalStats,
  DeletedViewer,
  ImportedRecords,
  Viewer,
  ViewerRecord,
} from './port.ts';
export type { MetricRollup, RollupFilter } from './metric-rollup.ts';
export type {
  CommandRecord,
  Incident,
  OutageRecord,
  PipelineRunRecord,
  RecordFilter,
  RecordKind,
  RecordKinds,
  RecordOfKind,
} from './records/index.ts';
export type {
  HealthStrips,
  HeldKind,
  Holdings,
  JournalHistory,
  MetricHistoryFilter,
  Moment,
  TransitionFilter,
  TransitionPage,
} from './journal-history-port.ts';
export { keptRecord, recordKindNames, recordKinds } from './records/index.ts';
export type { RecordFields, RecordKindDefinition } from './records/record-kind.ts';
export type { CleanUpPermit, RetentionPolicy } from './retention.ts';
export { readSchemaVersion as readJournalFormat, schemaVersion as journalFormat } from './worker/schema.ts';
