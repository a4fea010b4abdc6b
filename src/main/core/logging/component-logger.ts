import { plainLine, type JsonObject, type Redactor } from '#shared/kernel/index.ts';
import type { CorrelationContext } from '../events/correlation.ts';
import type { Logger } from '../logger.ts';

export interface ComponentLoggerOptions {
  readonly target: Logger;
  readonly redactor: Redactor;
  readonly correlation: CorrelationContext;
  /** Monotonic milliseconds. */
  readonly monotonic: () => number;
}

/** A line that repeats the previous one within this time is counted instead of written. */
const repeatWindowMs = 10_000;

type Level = 'debug' | 'info' | 'warning' | 'error';

/**
 * The logger of one component: redacts secrets, adds the correlation, and counts a line that repeats the
 * previous one. The count is written with the next different line.
 */
export class ComponentLogger implements Logger {
  readonly #options: ComponentLoggerOptions;
  /** The last written line. */
  #last: { readonly text: string; readonly at: number; repeats: number } | null = null;

  constructor(options: ComponentLoggerOptions) {
    this.#options = options;
  }

  debug(message: string, fields?: JsonObject): void {
    const line = this.#prepare('debug', message, fields);
    if (line) this.#options.target.debug(line.message, line.fields);
  }

  info(message: string, fields?: JsonObject): void {
    const line = this.#prepare('info', message, fields);
    if (line) this.#options.target.info(line.message, line.fields);
  }

  warning(message: string, fields?: JsonObject): void {
    const line = this.#prepare('warning', message, fields);
    if (line) this.#options.target.warning(line.message, line.fields);
  }

  error(message: string, error: unknown, fields?: JsonObject): void {
    const line = this.#prepare('error', message, fields);
    if (line) this.#options.target.error(line.message, error, line.fields);
  }

  child(name: string): Logger {
    return new ComponentLogger({ ...this.#options, target: this.#options.target.child(name) });
  }

  #prepare(
    level: Level,
    message: string,
    fields: JsonObject = {},
  ): { message: string; fields: JsonObject } | null {
    const { redactor, correlation, monotonic } = this.#options;
    const text = plainLine(redactor.text(message));
    const key = `${level} ${text}`;
    const now = monotonic();
    if (this.#last?.text === key && now - this.#last.at < repeatWindowMs) {
      this.#last.repeats++;
      return null;
    }
    const repeats = this.#last?.repeats ?? 0;
    this.#last = { text: key, at: now, repeats: 0 };
    const context = correlation.current;
    return {
      message: text,
      fields: {
        ...redactor.redact(fields),
        ...(context && { correlationId: context.correlationId }),
        ...(context?.causeId && { causeId: context.causeId }),
        ...(repeats > 0 && { previousLineRepeated: repeats }),
      },
    };
  }
}
