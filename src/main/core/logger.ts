import type { JsonObject } from '#shared/kernel/index.ts';

/** Writes structured lines for one part of the program. Injected; never imported as a global. */
export interface Logger {
  debug(message: string, fields?: JsonObject): void;
  info(message: string, fields?: JsonObject): void;
  warning(message: string, fields?: JsonObject): void;
  /** `error` may be anything thrown: its stack and causes are kept in the log, and only there. */
  error(message: string, error: unknown, fields?: JsonObject): void;
  /** A logger for a part of this part. */
  child(name: string): Logger;
}
