import type { Clock } from '#shared/kernel/index.ts';
import type { Logger } from '#core/logger.ts';
import { recordRejection, reportCrash, type ReportHostEvent } from '../shared/index.ts';

/** Milliseconds after the start within which a crash causes no restart, which would only loop. */
const CRASH_LOOP_MS = 60_000;

export interface ProcessFaultOptions {
  readonly process: Pick<NodeJS.Process, 'on'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Emits an event that matters for health. */
  readonly report: ReportHostEvent;
  /** Stops in order and exits; restarts the program when `restart` is true. */
  readonly end: (restart: boolean, error: Error) => void;
}

/**
 * Handles uncaught errors. An unhandled rejection leaves the program as it was, so it continues. After an
 * uncaught exception its state cannot be trusted, so the program stops in order and restarts with its saved
 * state.
 */
export const watchProcessFaults = (options: ProcessFaultOptions): void => {
  const { clock, logger, report } = options;
  const startedAt = clock.monotonic();
  let ending = false;
  options.process.on('unhandledRejection', (reason: unknown) => recordRejection(reason, logger, report));
  options.process.on('uncaughtException', (error: Error) => {
    logger.error('Uncaught exception: the program stops and restarts', error);
    if (ending) return;
    ending = true;
    reportCrash(report);
    options.end(clock.monotonic() - startedAt >= CRASH_LOOP_MS, error);
  });
};
