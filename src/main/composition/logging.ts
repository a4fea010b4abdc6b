import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  configure,
  reset,
  getAnsiColorFormatter,
  getLogger,
  getStreamSink,
  getTextFormatter,
  jsonLinesFormatter,
  type Logger as LogTapeLogger,
  type LogLevel as LogTapeLevel,
} from '@logtape/logtape';
import { getRotatingFileSink } from '@logtape/file';
import type { Logger } from '#core/index.ts';
import type { JsonObject } from '#shared/kernel/index.ts';

export const logLevels = ['debug', 'info', 'warning', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

const megabyte = 1_048_576;

export interface Logging extends AsyncDisposable {
  readonly logger: Logger;
}

/**
 * Where log lines go: to standard error for whoever watches the terminal, and as JSON lines to `logs/cuelight.log` in the home, five
 * files of 5 MB. LogTape keeps one configuration in a process, so this is called once, by the composition.
 */
export const openLogging = async (options: {
  readonly home: string;
  readonly level: LogLevel;
}): Promise<Logging> => {
  const folder = join(options.home, 'logs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lowestLevel: LogTapeLevel = options.level;
  await configure({
    reset: true,
    sinks: {
      terminal: getStreamSink(standardErrorStream(), {
        formatter: process.stderr.isTTY ? getAnsiColorFormatter() : getTextFormatter(),
      }),
      file: getRotatingFileSink(join(folder, 'cuelight.log'), {
        maxSize: 5 * megabyte,
        maxFiles: 5,
        formatter: jsonLinesFormatter,
      }),
    },
    loggers: [
      { category: ['orchestrator'], lowestLevel, sinks: ['terminal', 'file'] },
      { category: ['logtape', 'meta'], lowestLevel: 'error', sinks: ['terminal'] },
    ],
  });
  return {
    logger: adapt(getLogger(['orchestrator'])),
    [Symbol.asyncDispose]: () => reset(),
  };
};

const standardErrorStream = (): WritableStream<Uint8Array> =>
  new WritableStream({
    write: (chunk) => {
      process.stderr.write(chunk);
    },
  });

const adapt = (target: LogTapeLogger): Logger => ({
  debug: (message, fields) => target.debug(escape(message), { ...fields }),
  info: (message, fields) => target.info(escape(message), { ...fields }),
  warning: (message, fields) => target.warning(escape(message), { ...fields }),
  error: (message, error, fields) => target.error(escape(message), { ...fields, error: describe(error) }),
  child: (name) => adapt(target.getChild(name)),
});

/** Our sentences are finished: a brace in one (a viewer's name, a path) is no placeholder. */
const escape = (message: string): string => message.replaceAll('{', '{{').replaceAll('}', '}}');

/** An error with its stack and its causes, which belong in the log and nowhere else. */
const describe = (error: unknown, depth = 0): JsonObject | string => {
  if (!(error instanceof Error)) return String(error);
  return {
    name: error.name,
    message: error.message,
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    stack: error.stack ?? '',
    ...(error.cause !== undefined && depth < 5 ? { cause: describe(error.cause, depth + 1) } : {}),
  };
};
