import { useEffect, useState } from 'react';
import type { HealthLevel } from '#shared/model/index.ts';
import { describeFailure } from '../../client/failure.ts';
import { historySpans, toCells, type HistorySpanId } from '../../data/history-spans.ts';
import type { StripCell } from '../../data/health-strip.ts';
import { useClient, useConnection, useStores } from '../../stores/stores-context.tsx';

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

export type ReadStrips =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly strips: HealthStrips }
  | { readonly status: 'failed'; readonly message: string };

/** Reads the span anew every few seconds; what was read last stays in sight meanwhile. */
export const useStrips = (span: HistorySpanId): ReadStrips => {
  const client = useClient();
  const { clock } = useStores();
  const connected = useConnection().phase === 'connected';
  const [read, setRead] = useState<ReadStrips>({ status: 'loading' });
  useEffect(() => {
    if (!connected) return undefined;
    const reading = new AbortController();
    const { ms, cells } = historySpans[span];
    const ask = async (): Promise<void> => {
      const before = clock.now();
      const from = before - ms;
      try {
        const found = await client.history.strips({ from, before, cells }, { signal: reading.signal });
        if (reading.signal.aborted) return;
        const cut = (levels: readonly (HealthLevel | null)[]) => toCells(levels, from, ms / cells);
        const strips: HealthStrips = {
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
        setRead({ status: 'ready', strips });
      } catch (thrown) {
        if (!reading.signal.aborted) setRead({ status: 'failed', message: describeFailure(thrown).message });
      }
    };
    void ask();
    const timer = clock.setInterval(() => void ask(), REFRESH_MS);
    return () => {
      reading.abort();
      timer[Symbol.dispose]();
    };
  }, [client, clock, connected, span]);
  return read;
};
