import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { createStore } from 'zustand/vanilla';
import type { SystemSnapshot } from '#shared/model/index.ts';
import { describeFailure } from '../client/failure.ts';
import { readMoment } from '../model/history-spans.ts';
import { pastSystem } from '../model/past-system.ts';
import { emptySystem } from '../model/system-model.ts';
import type { CommandsState, CommandsStore } from './commands-store.ts';
import { createMetricsStore } from './streams/metrics.ts';
import { StoresProvider, useClient, useConnection, useRoute, useStores } from './stores-context.tsx';
import type { Stores } from './stores.ts';
import type { SystemState, SystemStore } from './streams/system.ts';

/** The data about the past moment on screen. */
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

/** Returns the past moment that the page shows; null for the present. */
export const usePast = (): PastMoment | null => use(PastContext);

type Found =
  | { readonly at: number; readonly snapshot: SystemSnapshot }
  | { readonly at: number; readonly snapshot: null; readonly moment: PastMoment };

const readOnlySystem = (snapshot: SystemSnapshot | null, run: SystemState['run']): SystemStore =>
  createStore<SystemState>(() => ({
    ...(snapshot ? pastSystem(snapshot) : emptySystem),
    run,
    // Stream frames are about the present.
    apply: () => undefined,
  }));

/** Refuses commands: the past cannot be started or stopped, and the user does not mean the present. */
const refusingCommands = ({ notices }: Stores): CommandsStore =>
  createStore<CommandsState>(() => ({
    pending: null,
    byTarget: new Map(),
    request: async () =>
      notices
        .getState()
        .show('neutral', 'Read-only: you’re viewing the past. Go back to now to make changes.'),
    confirm: async () => undefined,
    cancel: () => undefined,
  }));

/** Returns the stores for a page of the past, without the present's frames. */
const pastStores = (stores: Stores, snapshot: SystemSnapshot | null): Stores => ({
  ...stores,
  system: readOnlySystem(snapshot, stores.system.getState().run),
  metrics: createMetricsStore(),
  commands: refusingCommands(stores),
});

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
  // The previous moment stays visible, under its own time, while the next one loads.
  return found.snapshot ? { status: 'known', at: found.at } : found.moment;
};

/**
 * Provides the graph of the past moment in the address (`at`), instead of the present one, on a page that
 * `shows` the past. Everything else is about the present.
 */
export const PastView = ({ shows, children }: { shows: boolean; children: ReactNode }) => {
  const stores = useStores();
  const { params } = useRoute();
  const at = shows ? readMoment(params) : null;
  const found = useMoment(at);
  const past = useMemo(() => momentOf(at, found), [at, found]);
  const isPast = at !== null;
  const snapshot = at === null ? null : (found?.snapshot ?? null);
  const shown = useMemo(() => (isPast ? pastStores(stores, snapshot) : stores), [stores, isPast, snapshot]);
  return (
    <PastContext value={past}>
      <StoresProvider stores={shown}>{children}</StoresProvider>
    </PastContext>
  );
};
