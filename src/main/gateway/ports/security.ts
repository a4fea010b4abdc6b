import type { SecurityReport } from '#shared/model/index.ts';

/** Read access to the last security check of the program. */
export interface SecurityPort {
  readonly report: SecurityReport;
}
