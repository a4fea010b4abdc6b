import type { Logger } from '#core/logger.ts';

/** A logger that writes to another one as soon as there is one. Lines before that are dropped. */
export const createLateLogger = (current: () => Logger | null): Logger => ({
  debug: (message, fields) => current()?.debug(message, fields),
  info: (message, fields) => current()?.info(message, fields),
  warning: (message, fields) => current()?.warning(message, fields),
  error: (message, error, fields) => current()?.error(message, error, fields),
  child: (name) => createLateLogger(() => current()?.child(name) ?? null),
});
