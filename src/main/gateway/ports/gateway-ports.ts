import type { RunInfo } from '#shared/contract/index.ts';
import type { WatchedSystem } from '#core/system-port.ts';
import type { BackupsPort } from './backups.ts';
import type { ChatPort } from './chat.ts';
import type { ClockPort } from './clock.ts';
import type { DiscordPort } from './discord.ts';
import type { DocksPort } from './docks.ts';
import type { HistoryPort } from './history.ts';
import type { DiagnosticsPort } from './diagnostics.ts';
import type { JournalReadPort } from './journal.ts';
import type { MetricsPort } from './metrics.ts';
import type { ObsPort } from './obs.ts';
import type { OperationsPort } from './operations.ts';
import type { OutagesPort } from './outages.ts';
import type { RehearsalPort } from './rehearsal.ts';
import type { SecurityPort } from './security.ts';
import type { SettingsHistoryPort, SettingsPort } from './settings.ts';
import type { TwitchPort } from './twitch.ts';
import type { UpdatesPort } from './updates.ts';
import type { ViewersPort } from './viewers.ts';

/** Everything that the contract is implemented with. */
export interface GatewayPorts {
  readonly system: WatchedSystem;
  readonly journal: JournalReadPort;
  readonly history: HistoryPort;
  readonly chat: ChatPort;
  readonly metrics: MetricsPort;
  /** All operations. The other ports only read. */
  readonly operations: OperationsPort;
  readonly obs: ObsPort;
  readonly settings: SettingsPort;
  readonly settingsHistory: SettingsHistoryPort;
  readonly backups: BackupsPort;
  readonly viewers: ViewersPort;
  readonly diagnostics: DiagnosticsPort;
  readonly discord: DiscordPort;
  readonly outages: OutagesPort;
  readonly docks: DocksPort;
  readonly rehearsal: RehearsalPort;
  readonly twitch: TwitchPort;
  readonly clock: ClockPort;
  readonly security: SecurityPort;
  readonly updates: UpdatesPort;
  runInfo(): RunInfo;
  /** Calls the listener when {@link runInfo} changes. */
  onRunInfo(listener: () => void): Disposable;
}
