import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { createStore } from 'zustand/vanilla';
import type { SystemSnapshot } from '#shared/model/index.ts';
import { describeFailure } from '../client/failure.ts';
import { readMoment } from '../data/history-spans.ts';
import { pastSystem } from '../data/past-system.ts';
import { emptySystem } from '../data/system-model.ts';
import { createMetricsStore } from './metrics-store.ts';
import { StoresProvider, useClient, useConnection, useRoute, useStores } from './stores-context.tsx';
import type { SystemState, SystemStore } from './system-store.ts';

/** What is known of the moment that is looked at. */
export type PastMoment =
  | { readonly status: 'loading'; readonly at: number }
  | { readonly status: 'known'; readonly at: number }
  | {
      readonly status: 'unknown';
      readonly at: number;
      readonly knownBefore: number | null;
      readonly knownAfter: number | null;
    }
  | { readonly status: 'failed'; readonly at: number; readonly message: string };

const PastContext = createContext<PastMoment | null>(null);

/** The past moment that the page shows; null while it shows the present. */
export const usePast = (): PastMoment | null => use(PastContext);

type Found =
  | { readonly at: number; readonly snapshot: SystemSnapshot }
  | { readonly at: number; readonly snapshot: null; readonly moment: PastMoment };

const readOnlySystem = (snapshot: SystemSnapshot | null): SystemStore =>
  createStore<SystemState>(() => ({
    ...(snapshot ? pastSystem(snapshot) : emptySystem),
    // What streams in is of the present.
    apply: () => undefined,
  }));

const useMoment = (at: number | null): Found | null => {
  const client = useClient();
  const connected = useConnection().phase === 'connected';
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    if (at === null || !connected) return undefined;
    const reading = new AbortController();
    const read = async (): Promise<void> => {
      try {
        const { snapshot, knownBefore, knownAfter } = await client.history.healthAt(
          { at },
          { signal: reading.signal },
        );
        if (reading.signal.aborted) return;
        if (snapshot) setFound({ at, snapshot });
        else setFound({ at, snapshot, moment: { status: 'unknown', at, knownBefore, knownAfter } });
      } catch (thrown) {
        if (reading.signal.aborted) return;
        const { message } = describeFailure(thrown);
        setFound({ at, snapshot: null, moment: { status: 'failed', at, message } });
      }
    };
    void read();
    return () => reading.abort();
  }, [client, at, connected]);
  return at === null ? null : found;
};

const momentOf = (at: number | null, found: Found | null): PastMoment | null => {
  if (at === null) return null;
  if (!found || (found.at !== at && found.snapshot === null)) return { status: 'loading', at };
  // While the next moment is read, the last one stays in sight under its own time.
  return found.snapshot ? { status: 'known', at: found.at } : found.moment;
};

/**
 * Gives its children the graph of the past moment that the address names (`at`), in place of the present one. Everything
 * else they use stays of the present.
 */
export const PastView = ({ children }: { children: ReactNode }) => {
  const stores = useStores();
  const { page, params } = useRoute();
  const at = page === 'health' || page === 'stage' ? readMoment(params) : null;
  const found = useMoment(at);
  const past = useMemo(() => momentOf(at, found), [at, found]);
  const isPast = at !== null;
  const snapshot = at === null ? null : (found?.snapshot ?? null);
  const shown = useMemo(
    // The numbers of the present would stand beside the parts of the past.
    () => (isPast ? { ...stores, system: readOnlySystem(snapshot), metrics: createMetricsStore() } : stores),
    [stores, isPast, snapshot],
  );
  return (
    <PastContext value={past}>
      <StoresProvider stores={shown}>{children}</StoresProvider>
    </PastContext>
  );
};
