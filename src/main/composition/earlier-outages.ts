import type { Journal } from '#main/journal/index.ts';
import { outageSchema, type Outage } from '#shared/model/index.ts';

/** More outage events than a day of an honest evening has. */
const limit = 1_000;

/** The outages that the journal holds since an instant, each as it was last told. Throws when it cannot be read. */
export const readEarlierOutages = async (
  journal: Pick<Journal, 'queryEvents'>,
  since: number,
): Promise<readonly Outage[]> => {
  const page = await journal.queryEvents({ topic: 'outage.*', after: since }, limit);
  if (!page.ok) throw page.error;
  const outages = new Map<string, Outage>();
  for (const event of page.value.events.toReversed()) {
    const outage = outageSchema.safeParse(event.data['outage']);
    if (outage.success) outages.set(outage.data.id, outage.data);
  }
  return [...outages.values()];
};
