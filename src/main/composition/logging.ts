import { accessSync, constants, mkdirSync } from 'node:fs';
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
import type { JsonObject, Redactor } from '#shared/kernel/index.ts';

export const logLevels = ['debug', 'info', 'warning', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

const megabyte = 1_048_576;

export interface Logging extends AsyncDisposable {
  readonly logger: Logger;
}

/**
 * Where log lines go: to standard error for whoever watches the terminal, and as JSON lines to `logs/cuelight.log` in the home, five
 * files of 5 MB; to standard error alone where there can be no such folder. Secrets are taken out of every line, its error included. LogTape keeps one configuration in a process, so this is called once, by the composition.
 */
export const openLogging = async (options: {
  readonly home: string;
  readonly level: LogLevel;
  readonly redactor: Redactor;
}): Promise<Logging> => {
  const folder = join(options.home, 'logs');
  const cannotKeep = makeFolder(folder);
  const lowestLevel: LogTapeLevel = options.level;
  await configure({
    reset: true,
    sinks: {
      terminal: getStreamSink(standardErrorStream(), {
        formatter: process.stderr.isTTY ? getAnsiColorFormatter() : getTextFormatter(),
      }),
      file:
        cannotKeep === null
          ? getRotatingFileSink(join(folder, 'cuelight.log'), {
              maxSize: 5 * megabyte,
              maxFiles: 5,
              formatter: jsonLinesFormatter,
            })
          : () => undefined,
    },
    loggers: [
      {
        category: ['orchestrator'],
        lowestLevel,
        sinks: cannotKeep === null ? ['terminal', 'file'] : ['terminal'],
      },
      { category: ['logtape', 'meta'], lowestLevel: 'error', sinks: ['terminal'] },
    ],
  });
  const logger = adapt(getLogger(['orchestrator']), options.redactor);
  if (cannotKeep !== null)
    logger.warning(`Log lines are not kept, because ${folder} cannot be used: ${cannotKeep}.`);
  return {
    logger,
    [Symbol.asyncDispose]: () => reset(),
  };
};

/** Why there can be no such folder; null when it is there. */
const makeFolder = (folder: string): string | null => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return null;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
};

const standardErrorStream = (): WritableStream<Uint8Array> =>
  new WritableStream({
    write: (chunk) => {
      process.stderr.write(chunk);
    },
  });

const adapt = (target: LogTapeLogger, redactor: Redactor): Logger => {
  const text = (message: string): string => escape(redactor.text(message));
  const safe = (fields: JsonObject = {}): Record<string, unknown> => ({ ...redactor.redact(fields) });
  return {
    debug: (message, fields) => target.debug(text(message), safe(fields)),
    info: (message, fields) => target.info(text(message), safe(fields)),
    warning: (message, fields) => target.warning(text(message), safe(fields)),
    error: (message, error, fields) =>
      target.error(text(message), { ...safe(fields), error: redactor.redact(describe(error)) }),
    child: (name) => adapt(target.getChild(name), redactor),
  };
};

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
