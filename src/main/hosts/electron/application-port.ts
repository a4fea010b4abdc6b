import type { Fault, Result } from '#shared/kernel/index.ts';
import type { RunMode } from '#shared/model/index.ts';
import type { SecretCodec } from './secret-codec.ts';

/** Starts the journal's process and reports what becomes of it. */
export type StartJournalProcess = (
  options: { readonly entry: URL; readonly args: readonly string[] },
  events: {
    onMessage(message: unknown): void;
    onOutput(chunk: string): void;
    /** Called once: a signal ("SIGSEGV") or an exit code ("exit code 1"). */
    onExit(how: string): void;
  },
) => {
  send(message: object): void;
  /** Ends the process at once. */
  kill(): void;
  keepAlive(awaited: boolean): void;
};

/** What this host tells the composition before anything is built. */
export interface ApplicationOptions {
  readonly host: 'electron';
  /** Where all data lives. Exists, can be written, and is held by this process alone. */
  readonly home: string;
  /** What the command line asks for; null leaves the choice to the settings. */
  readonly mode: RunMode | null;
  readonly version: string;
  /** Asks this host to start the program again. */
  readonly onSwitch: (mode: RunMode) => void;
  /**
   * The system's secret store, to be asked for when a secret is first read or written: asking may show a prompt of the
   * system. An error says why no secret can be kept.
   */
  readonly openSecretCodec: (options: {
    readonly acceptUnprotected: boolean;
  }) => Promise<Result<SecretCodec, Fault>>;
  readonly startJournalProcess: StartJournalProcess;
}
