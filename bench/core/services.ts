import { createCoreServices, type CoreServices, type Logger } from '#core/index.ts';
import { createIds, createRedactor, createSeededRandom, createSystemClock } from '#shared/kernel/index.ts';

/** A log that discards everything, because the cost of logging is not the core's. */
export const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warning: () => undefined,
  error: () => undefined,
  child: () => silent,
};

/** Creates the core's services as in production, except for the log. */
export const createBenchServices = (): CoreServices => {
  const clock = createSystemClock();
  const random = createSeededRandom(1);
  return createCoreServices({
    clock,
    random,
    ids: createIds(clock, random),
    redactor: createRedactor(),
    logger: silent,
  });
};
