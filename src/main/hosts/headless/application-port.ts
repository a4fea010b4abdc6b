import type { Clock, Fault, IdSource, Result } from '#shared/kernel/index.ts';
import type { RunMode } from '#shared/contract/index.ts';
import type { Logger } from '#core/logger.ts';
import type { GatewayPorts } from '#main/gateway/ports.ts';

export const logLevels = ['debug', 'info', 'warning', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What a host tells the composition before anything is built. */
export interface ApplicationOptions {
  readonly host: 'headless';
  /** Where all data lives. Exists, can be written, and is held by this process alone. */
  readonly home: string;
  /** What the command line asks for; null leaves the choice to the settings. */
  readonly mode: RunMode | null;
  /** The rehearsal scenario's name; null for the default one. */
  readonly scenario: string | null;
  /** How many times faster than life a rehearsal plays; 1 is real time. */
  readonly speed: number;
  /** The least level that is written to the log. */
  readonly logLevel: LogLevel;
  readonly version: string;
  /** Asks this host to stop the application and to build another one in the same place. */
  readonly onBeginAnew: (mode: RunMode) => void;
}

/** The built system as a host runs it. */
export interface Application {
  readonly gatewayPorts: GatewayPorts;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly ids: IdSource;
  /**
   * Starts everything that should run and resolves once each part was asked to: a component that cannot start yet is
   * its own matter and shows in its health. An error means that nothing can run at all.
   */
  start(): Promise<Result<void, Fault>>;
  /**
   * Stops everything in order and flushes what was recorded. Safe to call twice, and before {@link start} has resolved;
   * never rejects. Resolves with what could not be stopped.
   */
  stop(): Promise<readonly Fault[]>;
}

/** Builds the system without starting it. An error is one clear sentence, such as settings that cannot be read. */
export type BuildApplication = (options: ApplicationOptions) => Promise<Result<Application, Fault>>;
