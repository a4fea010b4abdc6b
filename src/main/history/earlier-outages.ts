import type { Journal } from '#main/journal/index.ts';
import type { Outage } from '#shared/model/index.ts';
import { lastSeenOpen } from './open-records.ts';
import { outageOf } from '#shared/catalogue/topics/outages.ts';

/** Maximum number of outage events to read; more than a bad day produces. */
const limit = 1_000;

/**
 * Returns the outages in the journal since an instant, each in its latest version. An outage that an earlier
 * run left open ends when that run was last seen. Throws when the journal can't be read.
 */
export const readEarlierOutages = async (
  journal: Pick<Journal, 'queryEvents'> & { readonly history: Pick<Journal['history'], 'runs'> },
  since: number,
): Promise<readonly Outage[]> => {
  const page = await journal.queryEvents({ topic: 'outage.*', after: since }, limit);
  if (!page.ok) throw page.error;
  const outages = new Map<string, Outage>();
  for (const event of page.value.events.toReversed()) {
    const outage = outageOf(event);
    if (outage) outages.set(outage.id, outage);
  }
  const runs = await journal.history.runs({ from: since, to: Number.MAX_SAFE_INTEGER });
  return [...outages.values()].map((outage) =>
    outage.end === null && runs.ok
      ? { ...outage, end: 'program-ended', endedAt: lastSeenOpen(runs.value, outage.startedAt) }
      : outage,
  );
};
