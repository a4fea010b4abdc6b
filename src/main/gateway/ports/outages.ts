import type { Outage } from '#shared/model/index.ts';

export interface OutagesPort {
  /** The outages, newest first. */
  list(): readonly Outage[];
}
