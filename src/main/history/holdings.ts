import type { Journal } from '#main/journal/index.ts';
import { ok, type Fault, type Result } from '#shared/kernel/index.ts';
import type { Holding } from '#shared/model/index.ts';

/** The journal's rows by kind, with the retention limits of each kind. */
export interface HeldHistory {
  readonly problem: string | null;
  readonly fileBytes: number | null;
  readonly kinds: readonly Holding[];
  readonly cleanedAt: number | null;
  readonly indexed: number;
}

/** Counts the journal's rows by kind and adds the limits of the retention policy. */
export const readHoldings = async (
  journal: Pick<Journal, 'stats' | 'retention'> & {
    readonly history: Pick<Journal['history'], 'holdings'>;
  },
  signal?: AbortSignal,
): Promise<Result<HeldHistory, Fault>> => {
  const found = await journal.history.holdings(signal);
  if (!found.ok) return found;
  const { problem, fileBytes, indexed } = journal.stats();
  const { eventDays, eventRows, chatDays, chatRows, transitionDays, recordDays, rollupDays } =
    journal.retention;
  const limits: Readonly<Record<Holding['kind'], Pick<Holding, 'keepDays' | 'keepRows'>>> = {
    events: { keepDays: eventDays, keepRows: eventRows },
    chat: { keepDays: chatDays, keepRows: chatRows },
    health: { keepDays: transitionDays, keepRows: null },
    records: { keepDays: recordDays, keepRows: null },
    metrics: { keepDays: rollupDays, keepRows: null },
  };
  const kinds = found.value.kinds.map((held): Holding => ({ ...held, ...limits[held.kind] }));
  return ok({ problem, fileBytes, kinds, cleanedAt: found.value.cleanedAt, indexed });
};
