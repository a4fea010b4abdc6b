import type { Clock } from '#shared/kernel/index.ts';
import type { Logger } from '#core/logger.ts';
import { recordRejection, reportCrash, type ReportHostEvent } from '../shared/index.ts';

/** A crash this soon after the start is not answered by starting again: that would only go round. */
const CRASH_LOOP_MS = 60_000;

export interface ProcessFaultOptions {
  readonly process: Pick<NodeJS.Process, 'on'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Puts what matters for health on the bus. */
  readonly report: ReportHostEvent;
  /** Stops in order and ends the program, starting it again when `restart` says so. */
  readonly end: (restart: boolean, error: Error) => void;
}

/**
 * Records what nobody caught. A rejected promise that nobody awaited leaves the program as it was, so it runs on; after an
 * uncaught exception nothing can be trusted, so the program stops in order and starts again with its kept state.
 */
export const watchProcessFaults = (options: ProcessFaultOptions): void => {
  const { clock, logger, report } = options;
  const startedAt = clock.monotonic();
  let ending = false;
  options.process.on('unhandledRejection', (reason: unknown) => recordRejection(reason, logger, report));
  options.process.on('uncaughtException', (error: Error) => {
    logger.error('An exception was not caught; the program stops and starts again', error);
    if (ending) return;
    ending = true;
    reportCrash(report);
    options.end(clock.monotonic() - startedAt >= CRASH_LOOP_MS, error);
  });
};
