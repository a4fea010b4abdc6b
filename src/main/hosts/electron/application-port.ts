import type { Fault, Result } from '#shared/kernel/index.ts';
import type { RunMode } from '#shared/model/index.ts';
import type { UpdateHost } from '#main/updates/ports/index.ts';
import type { SecretCodec } from './secret-codec.ts';

/** Starts the journal's process and reports its messages and its end. */
export type StartJournalProcess = (
  options: { readonly entry: URL; readonly args: readonly string[] },
  events: {
    onMessage(message: unknown): void;
    onOutput(chunk: string): void;
    /** Called once with a signal ("SIGSEGV") or an exit code ("exit code 1"). */
    onExit(how: string): void;
  },
) => {
  send(message: object): void;
  /** Kills the process. */
  kill(): void;
  keepAlive(awaited: boolean): void;
};

/** Options of this host for building the application. */
export interface ApplicationOptions {
  readonly host: 'electron';
  /** The data folder. It exists, is writable, and is locked by this process. */
  readonly home: string;
  /** Mode of the command line; null to use the settings. */
  readonly mode: RunMode | null;
  readonly version: string;
  /** Requests a restart of the program in another mode. */
  readonly onSwitch: (mode: RunMode) => void;
  /** Requests the end of the program. */
  readonly onQuit: () => void;
  /**
   * Opens the system's secret store. Called when a secret is first read or written, since it may show a
   * prompt of the system. An error explains why no secret can be stored.
   */
  readonly openSecretCodec: (options: {
    readonly acceptUnprotected: boolean;
  }) => Promise<Result<SecretCodec, Fault>>;
  readonly startJournalProcess: StartJournalProcess;
  readonly updates: UpdateHost;
}
