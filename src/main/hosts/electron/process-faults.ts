import type { Clock } from '#shared/kernel/index.ts';
import type { EventDraft } from '#core/component.ts';
import type { Logger } from '#core/logger.ts';

/** A crash this soon after the start is not answered by starting again: that would only go round. */
const CRASH_LOOP_MS = 60_000;

export interface ProcessFaultOptions {
  readonly process: Pick<NodeJS.Process, 'on'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Puts what matters for health on the bus. */
  readonly report: (topic: string, draft: EventDraft) => void;
  /** Stops in order and ends the program, starting it again when `restart` says so. */
  readonly end: (restart: boolean) => void;
}

/**
 * Records what nobody caught. A rejected promise that nobody awaited leaves the program as it was, so it runs on; after an
 * uncaught exception nothing can be trusted, so the program stops in order and starts again with its kept state.
 */
export const watchProcessFaults = (options: ProcessFaultOptions): void => {
  const { clock, logger } = options;
  const startedAt = clock.monotonic();
  let ending = false;
  options.process.on('unhandledRejection', (reason: unknown) => {
    logger.error('A promise was rejected and nobody handled it', reason);
    options.report('host.promise-rejected', {
      level: 'error',
      message: 'Something failed and nobody handled it. Cuelight runs on; the log has it.',
    });
  });
  options.process.on('uncaughtException', (error: Error) => {
    logger.error('An exception was not caught; the program stops and starts again', error);
    if (ending) return;
    ending = true;
    options.report('host.crashed', {
      level: 'error',
      message: 'Cuelight stops because of an error that nobody caught. The log has it.',
    });
    options.end(clock.monotonic() - startedAt >= CRASH_LOOP_MS);
  });
};
