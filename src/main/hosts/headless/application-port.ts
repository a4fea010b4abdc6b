import type { RunMode } from '#shared/model/index.ts';

export const logLevels = ['debug', 'info', 'warning', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Options of a host for building the application. */
export interface ApplicationOptions {
  readonly host: 'headless';
  /** The data folder. It exists, is writable, and is locked by this process. */
  readonly home: string;
  /** Mode of the command line; null to use the settings. */
  readonly mode: RunMode | null;
  /** Name of the rehearsal's scenario; null for the default scenario. */
  readonly scenario: string | null;
  /** Speed of a rehearsal; 1 is real time. */
  readonly speed: number;
  /** Lowest level of the log. */
  readonly logLevel: LogLevel;
  readonly version: string;
  /** Requests that this host stops the application and builds one for another mode. */
  readonly onSwitch: (mode: RunMode) => void;
  /** Requests that this host stops the application and exits. */
  readonly onQuit: () => void;
}
