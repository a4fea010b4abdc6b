export { defaultRetention, openJournal, type JournalOptions } from './open-journal.ts';
export type {
  ChatFilter,
  EventPage,
  HealthTransition,
  Journal,
  JournalBackup,
  JournalStats,
} from './port.ts';
export type { RetentionPolicy } from './worker/protocol.ts';
