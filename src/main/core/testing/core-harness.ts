import {
  createCountingIds,
  createRedactor,
  createSeededRandom,
  type JsonObject,
} from '#shared/kernel/index.ts';
import { createFakeClock, type FakeClock } from '#shared/kernel/testing/index.ts';
import { createCoreServices, type CoreOptions, type CoreServices } from '../core-services.ts';
import type { Logger } from '../logger.ts';

/** One logged line. */
export interface LoggedLine {
  readonly level: 'debug' | 'info' | 'warning' | 'error';
  readonly logger: string;
  readonly message: string;
  readonly fields: JsonObject;
  readonly error: unknown;
}

/**
 * Creates a logger that keeps its lines.
 *
 * @example
 * ```ts
 * const logger = createRecordingLogger();
 * logger.child('obs').warning('OBS is slow', { ms: 900 });
 * logger.lines; // => [{ logger: 'test.obs', message: 'OBS is slow', fields: { ms: 900 }, … }]
 * ```
 */
export const createRecordingLogger = (
  lines: LoggedLine[] = [],
  name = 'test',
): Logger & { readonly lines: readonly LoggedLine[] } => {
  const add = (
    level: LoggedLine['level'],
    message: string,
    fields: JsonObject = {},
    error?: unknown,
  ): void => {
    lines.push({ level, logger: name, message, fields, error });
  };
  return {
    lines,
    debug: (message, fields) => add('debug', message, fields),
    info: (message, fields) => add('info', message, fields),
    warning: (message, fields) => add('warning', message, fields),
    error: (message, error, fields) => add('error', message, fields, error),
    child: (part) => createRecordingLogger(lines, `${name}.${part}`),
  };
};

/** The inputs of the core, under the control of a test. */
export interface CoreHarness {
  readonly clock: FakeClock;
  readonly lines: readonly LoggedLine[];
  /** Options for `createSystem`. */
  readonly options: CoreOptions;
  /** Creates the services for a single orchestrator. */
  createServices(): CoreServices;
}

/**
 * Creates a core on a fake clock, with counting ids, seeded random numbers, and a recorded log.
 *
 * @example
 * ```ts
 * const { clock, lines, createServices } = createCoreHarness();
 * createServices().loggerFor('show').info('It begins', { password: 'hunter2' });
 * lines; // => [{ level: 'info', message: 'It begins', fields: { password: '[redacted]' }, … }]
 * clock.pending; // => 0
 * ```
 */
export const createCoreHarness = (seed = 1): CoreHarness => {
  const clock = createFakeClock();
  const logger = createRecordingLogger();
  const options: CoreOptions = {
    clock,
    random: createSeededRandom(seed),
    ids: createCountingIds('event'),
    logger,
    redactor: createRedactor(),
  };
  return { clock, lines: logger.lines, options, createServices: () => createCoreServices(options) };
};
