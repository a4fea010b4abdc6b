import type { Clock, IdSource, RandomSource, Redactor } from '#shared/kernel/index.ts';
import type { EventBus } from './events/event-bus.ts';
import type { Logger } from './logger.ts';

/**
 * The environment of the core: time, random numbers, ids, the bus, and a logger factory that redacts secrets.
 */
export interface CoreEnvironment {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly ids: IdSource;
  readonly redactor: Redactor;
  readonly bus: EventBus;
  /** Returns the logger `NAME` below the program's own; it redacts secrets and counts repeated lines. */
  loggerFor(name: string): Logger;
}
