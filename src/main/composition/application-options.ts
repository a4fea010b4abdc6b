import type { StartJournalChild } from '#main/journal/index.ts';
import type { LogLevel, NetworkReading } from '#main/platform/index.ts';
import type { Environment, HostSecretCodec } from '#main/settings/index.ts';
import type { UpdateHost } from '#main/updates/ports/index.ts';
import type { RunMode } from '#shared/model/index.ts';
import type { Fault, Result } from '#shared/kernel/index.ts';

/** The options that a host passes before anything is built. */
export interface ApplicationOptions {
  readonly host: 'electron' | 'headless';
  /** The folder for all data. It exists, is writable, and belongs to this process alone. */
  readonly home: string;
  /** The mode from the command line; null leaves the choice to the settings. */
  readonly mode: RunMode | null;
  /** Name of the rehearsal scenario; null or absent for the default one. */
  readonly scenario?: string | null;
  /** Speed of a rehearsal; 1, the default, is real time. */
  readonly speed?: number;
  readonly logLevel?: LogLevel;
  readonly version: string;
  /** Asks the host to stop this application and build another one. Absent in a host that cannot. */
  readonly onSwitch?: (mode: RunMode) => void;
  /** Asks the host to stop this application and exit. Absent in a host that cannot. */
  readonly onQuit?: () => void;
  /** Opens the host system's encryption of secrets. Absent where there is none. */
  readonly openSecretCodec?: (options: {
    readonly acceptUnprotected: boolean;
  }) => Promise<Result<HostSecretCodec, Fault>>;
  /** Starts the journal's process. Absent in a host that is plain Node. */
  readonly startJournalProcess?: StartJournalChild;
  /** The host's part in an update. Absent in a host that does not update itself. */
  readonly updates?: UpdateHost;
  /** Reads this machine's network. By default the system's network in a live run, and none in rehearsal. */
  readonly network?: Omit<NetworkReading, 'targets'>;
  /** The environment with settings and secrets; by default the process's own. */
  readonly environment?: Environment;
}
