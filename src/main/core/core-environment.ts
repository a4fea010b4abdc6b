import type { Clock, IdSource, RandomSource, Redactor } from '#shared/kernel/index.ts';
import type { EventBus } from './events/event-bus.ts';
import type { Logger } from './logger.ts';

/** What everything in the core works with: time, chance, ids, the bus, and a way to log without secrets. */
export interface CoreEnvironment {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly ids: IdSource;
  readonly redactor: Redactor;
  readonly bus: EventBus;
  /** The logger `NAME` below the program's own, with secrets taken out and repeats counted. */
  loggerFor(name: string): Logger;
}
