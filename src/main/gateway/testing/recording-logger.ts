import type { JsonObject } from '#shared/kernel/index.ts';
import type { Logger } from '#core/logger.ts';

interface LogLine {
  readonly level: 'debug' | 'info' | 'warning' | 'error';
  readonly message: string;
  readonly error?: unknown;
  readonly fields: JsonObject | undefined;
}

/** A logger that keeps its lines for tests. */
export interface RecordingLogger extends Logger {
  lines(level?: LogLine['level']): readonly LogLine[];
}

export const createRecordingLogger = (): RecordingLogger => {
  const kept: LogLine[] = [];
  const logger: RecordingLogger = {
    debug: (message, fields) => kept.push({ level: 'debug', message, fields }),
    info: (message, fields) => kept.push({ level: 'info', message, fields }),
    warning: (message, fields) => kept.push({ level: 'warning', message, fields }),
    error: (message, error, fields) => kept.push({ level: 'error', message, error, fields }),
    child: () => logger,
    lines: (level) => kept.filter((line) => level === undefined || line.level === level),
  };
  return logger;
};
