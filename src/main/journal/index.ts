export { defaultRetention, openJournal, type JournalOptions } from './open-journal.ts';
export type {
  ChatFilter,
  EventPage,
  HealthTransition,
  Journal,
  JournalEntry,
  JournalBackup,
  JournalStats,
  DeletedViewer,
  TakenIn,
  Viewer,
  ViewerRecord,
} from './port.ts';
export {
  recordKinds,
  type CommandRecord,
  type Incident,
  type MetricRollup,
  type Outage,
  type PipelineRun,
  type RecordFilter,
  type RecordKind,
  type RecordOfKind,
  type RollupFilter,
} from './records.ts';
export type { RetentionPolicy } from './worker/protocol.ts';
