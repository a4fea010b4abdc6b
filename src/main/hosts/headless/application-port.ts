import type { RunMode } from '#shared/model/index.ts';

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
  readonly onSwitch: (mode: RunMode) => void;
}
