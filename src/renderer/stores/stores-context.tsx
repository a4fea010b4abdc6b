import { createContext, type ReactNode, use } from 'react';
import { useStore } from 'zustand';
import type { ComponentView, MetricSeries } from '#shared/model/index.ts';
import type { CuelightClient } from '../client/cuelight-client.ts';
import type { ConnectionState } from '../client/session.ts';
import type { Route } from '../model/route.ts';
import type { StoreName, Stores, StoreStates, StoreTable } from './stores.ts';

const StoresContext = createContext<Stores | null>(null);

export const StoresProvider = ({ stores, children }: { stores: Stores; children: ReactNode }) => (
  <StoresContext value={stores}>{children}</StoresContext>
);

/** Returns the stores without a subscription, for event handlers. */
export const useStores = (): Stores => {
  const stores = use(StoresContext);
  if (!stores) throw new Error('This component must be inside a StoresProvider.');
  return stores;
};

export const useClient = (): CuelightClient => useStores().client;

/** Creates the hook of a store, which reads what `select` returns and renders again when that changes. */
export const hookOf =
  <Name extends StoreName>(name: Name) =>
  <T,>(select: (state: StoreStates[Name]) => T): T => {
    const table: StoreTable = useStores();
    return useStore(table[name], select);
  };

export const useConnection = (): ConnectionState => useStore(useStores().connection);
export const useSystem = hookOf('system');
export const useMetrics = hookOf('metrics');
export const useEvents = hookOf('events');
export const useObs = hookOf('obs');
export const useOperations = hookOf('operations');
export const useChat = hookOf('chat');
export const useDiagnostics = hookOf('diagnostics');
export const useRehearsal = hookOf('rehearsal');
export const useSettings = hookOf('settings');
export const useCommands = hookOf('commands');
export const useMode = hookOf('mode');
export const useNotices = hookOf('notices');
export const useDrafts = hookOf('drafts');
export const usePreferences = hookOf('preferences');
export const useNavigation = hookOf('navigation');

export const useRoute = (): Route => useNavigation((state) => state.route);

/** Returns a component; undefined when none has that id. */
export const useComponent = (id: string): ComponentView | undefined =>
  useSystem((state) => state.components.get(id));

/** Returns all metrics of a component. */
export const useComponentSeries = (id: string): ReadonlyMap<string, MetricSeries> | undefined =>
  useMetrics((state) => state.series.get(id));
