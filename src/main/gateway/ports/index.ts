/** The interfaces through which the gateway reads the system, by subject. */
export type { BackupList, BackupsPort } from './backups.ts';
export type { ChatTarget, ChatPort } from './chat.ts';
export type { ClockPort } from './clock.ts';
export type { DiscordPort } from './discord.ts';
export type { DocksPort } from './docks.ts';
export type { GatewayPorts } from './gateway-ports.ts';
export type { HistorySpan, HistoryPort } from './history.ts';
export type { DiagnosticsPort } from './diagnostics.ts';
export type { JournalReadPort } from './journal.ts';
export type { MetricsPort } from './metrics.ts';
export type { ObsPort } from './obs.ts';
export type { OperationsPort } from './operations.ts';
export type { OutagesPort } from './outages.ts';
export type { RecordingPort, RehearsalPort } from './rehearsal.ts';
export type { SecurityPort } from './security.ts';
export type { SettingsPort, SettingsHistoryPort } from './settings.ts';
export type { TwitchPort } from './twitch.ts';
export type { ViewersPort } from './viewers.ts';
