import { EventEmitter } from 'node:events';
import type { Logger } from '#core/logger.ts';

export interface RecordedLine {
  readonly level: 'debug' | 'info' | 'warning' | 'error';
  readonly message: string;
  readonly fields: unknown;
}

/** Creates a logger that records its lines. */
export const createRecordingLogger = (): Logger & { readonly lines: RecordedLine[] } => {
  const lines: RecordedLine[] = [];
  const write =
    (level: RecordedLine['level']) =>
    (message: string, fields?: unknown): void => {
      lines.push({ level, message, fields });
    };
  const logger = {
    lines,
    debug: write('debug'),
    info: write('info'),
    warning: write('warning'),
    error: (message: string, error: unknown) => write('error')(message, error),
    child: () => logger,
  };
  return logger;
};

/**
 * Creates a fake of an Electron object: an event emitter with the given members. Code that uses another
 * member fails.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the type
export const createFake = <T>(members: object = {}): T & EventEmitter =>
  Object.assign(new EventEmitter(), members) as unknown as T & EventEmitter;

/** Presents an object as one of Electron's, without copying it. Code that uses another member fails. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the type
export const asElectron = <T>(fake: object): T => fake as unknown as T;

/** Creates an event of Electron that listeners can prevent. */
export const createPreventable = <T extends object>(
  fields: T,
): T & { preventDefault(): void; prevented: boolean } => {
  const event = {
    ...fields,
    prevented: false,
    preventDefault: () => {
      event.prevented = true;
    },
  };
  return event;
};
