import type { StartJournalChild } from '#main/journal/index.ts';
import type { LogLevel, NetworkReading } from '#main/platform/index.ts';
import type { Environment, HostSecretCodec } from '#main/settings/index.ts';
import type { RunMode } from '#shared/model/index.ts';
import type { Fault, Result } from '#shared/kernel/index.ts';

/** What a host tells before anything is built. */
export interface ApplicationOptions {
  readonly host: 'electron' | 'headless';
  /** Where all data lives. Exists, can be written, and is held by this process alone. */
  readonly home: string;
  /** What the command line asks for; null leaves the choice to the settings. */
  readonly mode: RunMode | null;
  /** The rehearsal scenario's name; null or left out for the default one. */
  readonly scenario?: string | null;
  /** How many times faster than life a rehearsal plays; 1 unless said otherwise. */
  readonly speed?: number;
  readonly logLevel?: LogLevel;
  readonly version: string;
  /** Asks the host to stop this application and to build another one; left out by a host that cannot. */
  readonly onSwitch?: (mode: RunMode) => void;
  /** How the host's system encrypts secrets; left out where it does not. */
  readonly openSecretCodec?: (options: {
    readonly acceptUnprotected: boolean;
  }) => Promise<Result<HostSecretCodec, Fault>>;
  /** How the host starts the journal's process; left out by a host that is plain Node. */
  readonly startJournalProcess?: StartJournalChild;
  /** How this machine's network is read; by the system in a live run, and not at all in rehearsal, unless said otherwise. */
  readonly network?: Omit<NetworkReading, 'targets'>;
  /** The environment to read settings and secrets from; the process's own unless said otherwise. */
  readonly environment?: Environment;
}
