import type { Fault, Result } from '#shared/kernel/index.ts';
import type { RunMode } from '#shared/contract/index.ts';
import type { SecretCodec } from './secret-codec.ts';

/** What this host tells the composition before anything is built. */
export interface ApplicationOptions {
  readonly host: 'electron';
  /** Where all data lives. Exists, can be written, and is held by this process alone. */
  readonly home: string;
  /** What the command line asks for; null leaves the choice to the settings. */
  readonly mode: RunMode | null;
  readonly version: string;
  /** Asks this host to start the program again. */
  readonly onBeginAnew: (mode: RunMode) => void;
  /**
   * The system's secret store, to be asked for when a secret is first read or written: asking may show a prompt of the
   * system. An error says why no secret can be kept.
   */
  readonly openSecretCodec: (options: {
    readonly acceptUnprotected: boolean;
  }) => Promise<Result<SecretCodec, Fault>>;
}
