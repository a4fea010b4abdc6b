import type { SystemPort } from '#core/index.ts';
import type { HistoryPort } from '#main/gateway/ports/index.ts';
import { readHoldings, readMetricLines, readRecordLines } from '#main/history/index.ts';
import type { Journal } from '#main/journal/index.ts';
import { withoutChat } from '#shared/catalogue/topics/index.ts';
import { err, Fault, ok } from '#shared/kernel/index.ts';

export interface HistoryParts {
  readonly system: Pick<SystemPort, 'events'>;
  readonly journal: Pick<Journal, 'history' | 'queryRecords' | 'stats' | 'retention' | 'flush'>;
  /** Records a heartbeat, so that the history includes the present moment. */
  readonly beat: () => void;
}

/** Presents the journal's history as the contract describes it. */
export const createHistoryPort = ({ system, journal, beat }: HistoryParts): HistoryPort => {
  const { history } = journal;
  return {
    healthAt: (at, signal) => {
      beat();
      return history.moment(at, signal);
    },
    strips: ({ from, before }, cells, signal) => {
      beat();
      return history.strips({ from, to: before }, cells, signal);
    },
    transitions: ({ component, cursor, ...filter }, signal) =>
      history.transitions(
        {
          ...filter,
          ...(component === undefined ? {} : { component }),
          ...(cursor === undefined ? {} : { cursor }),
        },
        signal,
      ),
    records: (asked, signal) => readRecordLines(journal, asked, signal),
    metrics: (span, names, signal) => readMetricLines(history, span, names, signal),
    holdings: (signal) => readHoldings(journal, signal),
    event: async (id, signal) => {
      const live = system.events.recent('*', Number.MAX_SAFE_INTEGER).find((event) => event.id === id);
      // Chat texts leave the program only through the chat procedures, whose messages can be deleted with
      // their author.
      if (live) return ok(withoutChat(live));
      const found = await history.event(id, signal);
      if (!found.ok) return found;
      return found.value
        ? ok(found.value)
        : err(
            new Fault('event.unknown', `There is no event "${id}". It may have been deleted.`, {
              kind: 'configuration',
              status: 'not-found',
            }),
          );
    },
    whenDurable: async () => {
      const kept = await journal.flush();
      return kept.ok ? null : `Cuelight could not save a record of this: ${kept.error.message}`;
    },
  };
};
