export { openJournal, type JournalOptions } from './open-journal.ts';
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
export type {
  CommandRecord,
  Incident,
  MetricRollup,
  Outage,
  PipelineRun,
  RecordFilter,
  RecordKind,
  RecordOfKind,
  RollupFilter,
} from './records.ts';
export type { RetentionPolicy } from './worker/protocol.ts';
