import type { App, Event } from 'electron';
import { Fault, sleep, type Clock } from '#shared/kernel/index.ts';
import type { Logger } from '#core/logger.ts';

/** Milliseconds for an orderly stop, after which the program exits anyway. */
export const STOP_LIMIT_MS = 5_000;

/** Stops a part of the program, and resolves with its faults. */
export type StopPart = () => Promise<readonly Fault[]>;

export interface QuitOptions {
  readonly app: Pick<App, 'on' | 'exit'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Stops everything in order. A rejection counts as a part that did not stop. */
  readonly stop: StopPart;
  /** Called right before the exit, unless stopping took too long. */
  readonly beforeExit?: () => void;
  /** Called right before the exit when stopping took too long. */
  readonly onTooLong?: () => void;
}

/** Stops the parts one after another, also after a part that throws, whose error becomes a fault. */
export const stopInOrder = async (parts: readonly StopPart[]): Promise<readonly Fault[]> => {
  const faults: Fault[] = [];
  for (const part of parts) {
    try {
      faults.push(...(await part()));
    } catch (thrown) {
      faults.push(Fault.from(thrown, 'desktop.stop-failed'));
    }
  }
  return faults;
};

/** Stops within the time limit. Resolves with the exit code: 0 only after a clean stop. */
const stopInTime = async ({ clock, logger, stop, beforeExit, onTooLong }: QuitOptions): Promise<0 | 1> => {
  const settled = new AbortController();
  const timeIsUp = sleep(clock, STOP_LIMIT_MS, settled.signal).catch(() => null);
  const stopped = stop().catch((thrown: unknown) => [Fault.from(thrown, 'desktop.stop-failed')]);
  const faults = await Promise.race([stopped, timeIsUp]);
  settled.abort();
  if (!faults) {
    logger.warning('Stopping took too long: the program exits anyway', { limitMs: STOP_LIMIT_MS });
    onTooLong?.();
    return 1;
  }
  for (const fault of faults) logger.error('A part could not be stopped', fault);
  try {
    beforeExit?.();
  } catch (thrown) {
    logger.error('The last step before the exit failed', thrown);
    return 1;
  }
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
