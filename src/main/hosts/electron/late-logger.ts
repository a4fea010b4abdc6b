import type { Logger } from '#core/logger.ts';

/** Creates a logger that forwards to another logger once it exists. Earlier lines are dropped. */
export const createLateLogger = (current: () => Logger | null): Logger => ({
  debug: (message, fields) => current()?.debug(message, fields),
  info: (message, fields) => current()?.info(message, fields),
  warning: (message, fields) => current()?.warning(message, fields),
  error: (message, error, fields) => current()?.error(message, error, fields),
  child: (name) => createLateLogger(() => current()?.child(name) ?? null),
});
