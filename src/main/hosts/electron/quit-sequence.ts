import type { App, Event } from 'electron';
import { sleep, type Clock, type Fault } from '#shared/kernel/index.ts';
import type { Logger } from '#core/logger.ts';

/** Milliseconds for an orderly stop, after which the program exits anyway. */
export const STOP_LIMIT_MS = 5_000;

export interface QuitOptions {
  readonly app: Pick<App, 'on' | 'exit'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Stops everything in order; never rejects. */
  readonly stop: () => Promise<readonly Fault[]>;
  /** Called right before the exit, unless stopping took too long. */
  readonly beforeExit?: () => void;
  /** Called right before the exit when stopping took too long. */
  readonly onTooLong?: () => void;
}

/** Stops within the time limit. Resolves with the exit code: 0 only after a clean stop. */
const stopInTime = async ({ clock, logger, stop, beforeExit, onTooLong }: QuitOptions): Promise<0 | 1> => {
  const settled = new AbortController();
  const timeIsUp = sleep(clock, STOP_LIMIT_MS, settled.signal).catch(() => null);
  const faults = await Promise.race([stop(), timeIsUp]);
  settled.abort();
  if (!faults) {
    logger.warning('Stopping took too long: the program exits anyway', { limitMs: STOP_LIMIT_MS });
    onTooLong?.();
    return 1;
  }
  for (const fault of faults) logger.error('A part could not be stopped', fault);
  beforeExit?.();
  return faults.length === 0 ? 0 : 1;
};

/**
 * Delays quitting until everything has stopped, then exits: code 0 after a clean stop, 1 when a component did
 * not stop or took too long. Quitting twice changes nothing.
 */
export const stopBeforeQuit = (options: QuitOptions): void => {
  let quitting = false;
  const endProgram = async (): Promise<void> => {
    // `exit` and not `quit`, which would call this listener again.
    options.app.exit(await stopInTime(options));
  };
  options.app.on('before-quit', (event: Event) => {
    event.preventDefault();
    if (quitting) return;
    quitting = true;
    void endProgram();
  });
};
