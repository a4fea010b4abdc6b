import type { Outage } from '#shared/model/index.ts';

export interface OutagesPort {
  /** Newest first. */
  list(): readonly Outage[];
}
