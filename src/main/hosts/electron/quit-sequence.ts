import type { App, Event } from 'electron';
import { sleep, type Clock, type Fault } from '#shared/kernel/index.ts';
import type { Logger } from '#core/logger.ts';

/** How long an orderly stop may take before the program ends anyway. */
export const STOP_LIMIT_MS = 5_000;

export interface QuitOptions {
  readonly app: Pick<App, 'on' | 'exit'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Stops everything in order; never rejects. */
  readonly stop: () => Promise<readonly Fault[]>;
}

/** Stops, or gives up when the time is over. Resolves with the exit code: 0 only after a clean stop. */
const stopInTime = async ({ clock, logger, stop }: QuitOptions): Promise<0 | 1> => {
  const settled = new AbortController();
  const timeIsUp = sleep(clock, STOP_LIMIT_MS, settled.signal).catch(() => null);
  const faults = await Promise.race([stop(), timeIsUp]);
  settled.abort();
  if (!faults) {
    logger.warning('Stopping took too long; the program ends anyway', { limitMs: STOP_LIMIT_MS });
    return 1;
  }
  for (const fault of faults) logger.error('A part could not be stopped', fault);
  return faults.length === 0 ? 0 : 1;
};

/**
 * Holds quitting back until everything has stopped, then ends the process: code 0 after a clean stop, 1 when something
 * could not be stopped or took too long. Quitting twice changes nothing.
 */
export const stopBeforeQuit = (options: QuitOptions): void => {
  let quitting = false;
  const endProgram = async (): Promise<void> => {
    // `exit` and not `quit`: quitting again would only come back here.
    options.app.exit(await stopInTime(options));
  };
  options.app.on('before-quit', (event: Event) => {
    event.preventDefault();
    if (quitting) return;
    quitting = true;
    void endProgram();
  });
};
