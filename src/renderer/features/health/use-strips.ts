import type { HealthLevel } from '#shared/model/index.ts';
import { type HistorySpanId, historySpans, toCells } from '../../model/history-spans.ts';
import type { StripCell } from '../../model/health-strip.ts';
import { useStores } from '../../stores/stores-context.tsx';
import { type HostAnswer, useHostQuery, useQueries } from '../../queries/use-host-query.ts';

const REFRESH_MS = 10_000;

/**
 * The cells of one component, with the time it was observed and the healthy part of that time, milliseconds.
 */
export interface ComponentStrip {
  readonly cells: readonly StripCell[];
  readonly observedMs: number;
  readonly healthyMs: number;
}

/** The health over a span that ends now, from the journal, including earlier runs of Cuelight. */
export interface HealthStrips {
  readonly span: HistorySpanId;
  readonly from: number;
  readonly before: number;
  readonly overall: readonly StripCell[];
  readonly components: ReadonlyMap<string, ComponentStrip>;
  /** Start of the recorded history, epoch milliseconds; null when there is none. */
  readonly earliest: number | null;
}

/**
 * Loads the span that ends now, every few seconds. The previous span stays on screen until the new one is
 * loaded.
 */
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
