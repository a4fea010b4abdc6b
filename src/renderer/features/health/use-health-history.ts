import { useEffect, useMemo, useState } from 'react';
import type { EventRecord } from '#shared/model/index.ts';
import { changesByComponent, HEALTH_CHANGED, joinHistory } from '../../data/health-history.ts';
import type { HealthChange } from '../../data/system-model.ts';
import { useClient, useConnection, useStores, useSystem } from '../../stores/stores-context.tsx';

const HOUR_MS = 3_600_000;
const MOST_CHANGES = 1_000;

interface Recorded {
  readonly events: readonly EventRecord[];
  /** Since when no change is missing; null when the page was full and older ones were left out. */
  readonly completeFrom: number | null;
}

/** Each component's health over the last hour, from the journal and from what this window saw since. */
export const useHealthHistory = (): ReadonlyMap<string, readonly HealthChange[]> => {
  const client = useClient();
  const { clock, system } = useStores();
  const phase = useConnection().phase;
  const seen = useSystem((state) => state.history);
  const [recorded, setRecorded] = useState<Recorded>({ events: [], completeFrom: null });
  useEffect(() => {
    if (phase !== 'connected') return undefined;
    const reading = new AbortController();
    const after = clock.now() - HOUR_MS;
    client.events
      .query({ topic: HEALTH_CHANGED, after, limit: MOST_CHANGES }, { signal: reading.signal })
      .then(({ events }) => {
        const startedAt = system.getState().run?.startedAt;
        const complete = events.length < MOST_CHANGES && startedAt !== undefined;
        return setRecorded({ events, completeFrom: complete ? Math.max(after, startedAt) : null });
      })
      // Without the journal the strips show what this window saw, and the rest as not observed.
      .catch(() => undefined);
    return () => reading.abort();
  }, [client, clock, system, phase]);
  return useMemo(() => {
    const changes = changesByComponent(recorded.events);
    return new Map(
      [...seen].map(([id, own]) => [id, joinHistory(changes.get(id) ?? [], own, recorded.completeFrom)]),
    );
  }, [recorded, seen]);
};
