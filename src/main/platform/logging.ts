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
  type LogRecord,
  type Sink,
} from '@logtape/logtape';
import { getRotatingFileSink } from '@logtape/file';
import type { Logger } from '#core/index.ts';
import { type JsonObject, type Redactor, errorCodeOf } from '#shared/kernel/index.ts';
import { ConsoleStream, type WritableConsole } from './console-stream.ts';
import { LogFile } from './log-file.ts';

export const logLevels = ['debug', 'info', 'warning', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

const megabyte = 1_048_576;

export interface Logging extends AsyncDisposable {
  readonly logger: Logger;
}

/**
 * Opens the log. Lines go to standard error for the terminal, and as JSON lines to `logs/cuelight.log` in the
 * home, five files of 5 MB. When one of the two fails, the other continues. Secrets are removed from every
 * line and its error. LogTape has one configuration per process, so only the composition calls this, once.
 */
export const openLogging = async (options: {
  readonly home: string;
  readonly level: LogLevel;
  readonly redactor: Redactor;
  /** Standard error by default; tests pass another stream. */
  readonly terminal?: WritableConsole;
}): Promise<Logging> => {
  const folder = join(options.home, 'logs');
  const lowestLevel: LogTapeLevel = options.level;
  const logger = adapt(getLogger(['orchestrator']), options.redactor);
  const terminal = new ConsoleStream(options.terminal ?? process.stderr, (error) => {
    // Deferred, since this runs in the middle of a write. The line goes to the file.
    queueMicrotask(() =>
      logger.info(`Standard error is closed. Log lines go only to ${folder}.`, {
        code: errorCodeOf(error) ?? 'unknown',
      }),
    );
  });
  const file = new LogFile(
    () => openFile(folder),
    (reason) =>
      queueMicrotask(() =>
        logger.warning(
          `Log lines are not saved because ${folder} cannot be used: ${reason}. Cuelight tries again every 30 s.`,
        ),
      ),
  );
  await configure({
    reset: true,
    sinks: {
      terminal: getStreamSink(toWritableStream(terminal), {
        formatter: process.stderr.isTTY ? getAnsiColorFormatter() : getTextFormatter(),
      }),
      file: Object.assign((record: LogRecord) => file.write(record), {
        [Symbol.dispose]: () => file[Symbol.dispose](),
      }),
    },
    loggers: [
      { category: ['orchestrator'], lowestLevel, sinks: ['terminal', 'file'] },
      { category: ['logtape', 'meta'], lowestLevel: 'error', sinks: ['terminal'] },
    ],
  });
  // Reports an unwritable file now, as a line in the terminal.
  file.open();
  return {
    logger,
    [Symbol.asyncDispose]: async () => {
      await reset();
      terminal[Symbol.dispose]();
    },
  };
};

const openFile = (folder: string): Sink & Disposable => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return getRotatingFileSink(join(folder, 'cuelight.log'), {
    maxSize: 5 * megabyte,
    maxFiles: 5,
    formatter: jsonLinesFormatter,
  });
};

const toWritableStream = (stream: ConsoleStream): WritableStream<Uint8Array> =>
  new WritableStream({ write: (chunk) => stream.write(chunk) });

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

/** Escapes braces: the sentences are complete, so a brace in a name or a path is not a placeholder. */
const escape = (message: string): string => message.replaceAll('{', '{{').replaceAll('}', '}}');

/** Describes an error with its stack and causes, which belong only in the log. */
const describe = (error: unknown, depth = 0): JsonObject | string => {
  if (!(error instanceof Error)) return String(error);
  const code = errorCodeOf(error);
  return {
    name: error.name,
    message: error.message,
    ...(code === null ? {} : { code }),
    stack: error.stack ?? '',
    ...(error.cause !== undefined && depth < 5 ? { cause: describe(error.cause, depth + 1) } : {}),
  };
};
