import type { EventDraft } from '#core/component.ts';
import type { Logger } from '#core/logger.ts';

/** Puts an event of the host on the bus. */
export type ReportHostEvent = (topic: string, draft: EventDraft) => void;

/** Records a rejected promise that nobody awaited. Nothing is undone by it, and the program runs on. */
export const recordRejection = (reason: unknown, logger: Logger, report: ReportHostEvent): void => {
  logger.error('A promise was rejected and nobody handled it', reason);
  report('host.promise-rejected', {
    level: 'error',
    message: 'Something failed and nobody handled it. Cuelight runs on; the log has it.',
  });
};

/** Tells of an exception that nobody caught, after which nothing can be trusted. */
export const reportCrash = (report: ReportHostEvent): void =>
  report('host.crashed', {
    level: 'error',
    message: 'Cuelight stops because of an error that nobody caught. The log has it.',
  });
