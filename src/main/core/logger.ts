import type { JsonObject } from '#shared/kernel/index.ts';

/** Writes structured log lines for one part of the program. Injected; never imported as a global. */
export interface Logger {
  debug(message: string, fields?: JsonObject): void;
  info(message: string, fields?: JsonObject): void;
  warning(message: string, fields?: JsonObject): void;
  /** `error` may be anything thrown: its stack and causes are written only to the log. */
  error(message: string, error: unknown, fields?: JsonObject): void;
  /** Creates a logger for a sub-part. */
  child(name: string): Logger;
}
