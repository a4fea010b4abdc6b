import type { Journal } from '#main/journal/index.ts';
import type { Outage } from '#shared/model/index.ts';
import { lastSeenOpen } from './open-ends.ts';
import { outageOf } from '#shared/catalogue/topics/outages.ts';

/** More outage events than a day of an honest evening has. */
const limit = 1_000;

/**
 * The outages that the journal holds since an instant, each as it was last told. One that an earlier run left open lasted until
 * that run was last seen. Throws when the journal cannot be read.
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
