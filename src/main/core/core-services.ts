import type { Clock, IdSource, RandomSource, Redactor } from '#shared/kernel/index.ts';
import type { CoreEnvironment } from './core-environment.ts';
import { EventBus } from './events/event-bus.ts';
import { ComponentLogger } from './logging/component-logger.ts';
import type { Logger } from './logger.ts';
import { Reconciler } from './runtime/reconciler.ts';

/** The inputs of the core: everything that a test controls. */
export interface CoreOptions {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly ids: IdSource;
  readonly logger: Logger;
  readonly redactor: Redactor;
  /** Number of events kept in memory; 10,000 by default. */
  readonly historySize?: number;
}

/** The services given to every orchestrator. All orchestrators of a program share one instance. */
export interface CoreServices extends CoreEnvironment {
  readonly reconciler: Reconciler;
}

/**
 * Creates the services that all orchestrators of a program share.
 *
 * @example
 * ```ts
 * const services = createCoreServices(createCoreHarness().options);
 * const heard: string[] = [];
 * services.bus.on('bridge.*', ({ topic }) => void heard.push(topic));
 * services.bus.emit('twitch', happened('bridge.connected', { message: 'Twitch is connected' }));
 * heard; // => ['bridge.connected']
 * ```
 */
export const createCoreServices = (options: CoreOptions): CoreServices => {
  const { clock, random, ids, redactor, logger } = options;
  const bus = new EventBus({
    clock,
    ids,
    redactor,
    logger,
    ...(options.historySize !== undefined && { historySize: options.historySize }),
  });
  const root = new ComponentLogger({
    target: logger,
    redactor,
    correlation: bus.correlation,
    monotonic: () => clock.monotonic(),
  });
  const environment: CoreEnvironment = {
    clock,
    random,
    ids,
    redactor,
    bus,
    loggerFor: (name) => root.child(name),
  };
  return { ...environment, reconciler: new Reconciler(environment) };
};
