import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import { hostCrashed, hostPromiseRejected } from '#shared/catalogue/topics/host.ts';
import type { Logger } from '#core/logger.ts';

/** Emits an event of the host. */
export type ReportHostEvent = (draft: TopicDraft) => void;

/** Records an unhandled rejection. The program continues unchanged. */
export const recordRejection = (reason: unknown, logger: Logger, report: ReportHostEvent): void => {
  logger.error('A promise rejection was not handled', reason);
  report(hostPromiseRejected({}));
};

/** Reports an uncaught exception, after which the program's state cannot be trusted. */
export const reportCrash = (report: ReportHostEvent): void => report(hostCrashed({}));
