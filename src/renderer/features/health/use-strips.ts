import type { HealthLevel } from '#shared/model/index.ts';
import { type HistorySpanId, historySpans, toCells } from '../../model/history-spans.ts';
import type { StripCell } from '../../model/health-strip.ts';
import { useStores } from '../../stores/stores-context.tsx';
import { type HostAnswer, useHostQuery, useQueries } from '../../queries/use-host-query.ts';

const REFRESH_MS = 10_000;

/** One part's cells, with how long it was observed and how long of that it was healthy, milliseconds. */
export interface ComponentStrip {
  readonly cells: readonly StripCell[];
  readonly observedMs: number;
  readonly healthyMs: number;
}

/** The health of a span that ends now, from the journal: of earlier runs of the program too. */
export interface HealthStrips {
  readonly span: HistorySpanId;
  readonly from: number;
  readonly before: number;
  readonly overall: readonly StripCell[];
  readonly components: ReadonlyMap<string, ComponentStrip>;
  /** The earliest instant of which anything is known; null when nothing is. */
  readonly earliest: number | null;
}

/** Reads the span that ends now, again every few seconds. The previous span stays until the new one was read. */
export const useStrips = (span: HistorySpanId): HostAnswer<HealthStrips> => {
  const { clock, client } = useStores();
  const { api } = useQueries();
  const { answer } = useHostQuery(
    {
      queryKey: [...api.history.strips.key(), span],
      queryFn: async ({ signal }): Promise<HealthStrips> => {
        const { ms, cells } = historySpans[span];
        const before = clock.now();
        const from = before - ms;
        const found = await client.history.strips({ from, before, cells }, { signal });
        const cut = (levels: readonly (HealthLevel | null)[]) => toCells(levels, from, ms / cells);
        return {
          span,
          from,
          before,
          overall: cut(found.overall),
          components: new Map(
            found.components.map(({ componentId, cells: levels, ...times }) => [
              componentId,
              { cells: cut(levels), ...times },
            ]),
          ),
          earliest: found.earliest,
        };
      },
    },
    { onFailure: 'hide', everyMs: REFRESH_MS, keepPrevious: true },
  );
  return answer;
};
