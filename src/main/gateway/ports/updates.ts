import type { UpdateStatus } from '#shared/model/index.ts';

/** Read access to the updates of this program. */
export interface UpdatesPort {
  readonly status: UpdateStatus;
}
