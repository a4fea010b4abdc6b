import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import { hostCrashed, hostPromiseRejected } from '#shared/catalogue/topics/host.ts';
import type { Logger } from '#core/logger.ts';

/** Puts an event of the host on the bus. */
export type ReportHostEvent = (draft: TopicDraft) => void;

/** Records a rejected promise that nobody awaited. Nothing is undone by it, and the program runs on. */
export const recordRejection = (reason: unknown, logger: Logger, report: ReportHostEvent): void => {
  logger.error('A promise was rejected and nobody handled it', reason);
  report(hostPromiseRejected({}));
};

/** Tells of an exception that nobody caught, after which nothing can be trusted. */
export const reportCrash = (report: ReportHostEvent): void => report(hostCrashed({}));
