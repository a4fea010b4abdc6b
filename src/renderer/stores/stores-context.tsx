import { createContext, use, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { ComponentView, MetricSeries } from '#shared/model/index.ts';
import type { CuelightClient } from '../client/cuelight-client.ts';
import type { ConnectionState } from '../client/session.ts';
import type { Route } from '../model/route.ts';
import type { ChatState } from './chat-store.ts';
import type { CommandsState } from './commands-store.ts';
import type { DraftsState } from './drafts-store.ts';
import type { EventsState } from './events-store.ts';
import type { IncidentState } from './incident-store.ts';
import type { MetricsState } from './metrics-store.ts';
import type { ModeState } from './mode-store.ts';
import type { NavigationState } from './navigation-store.ts';
import type { NoticesState } from './notices-store.ts';
import type { ObsState } from './obs-store.ts';
import type { OperationsState } from './operations-store.ts';
import type { PreferencesState } from './preferences-store.ts';
import type { RehearsalState } from './rehearsal-store.ts';
import type { SettingsState } from './settings-store.ts';
import type { Stores } from './stores.ts';
import type { SystemState } from './system-store.ts';

const StoresContext = createContext<Stores | null>(null);

export const StoresProvider = ({ stores, children }: { stores: Stores; children: ReactNode }) => (
  <StoresContext value={stores}>{children}</StoresContext>
);

/** The stores themselves, without subscribing to any: for event handlers. */
export const useStores = (): Stores => {
  const stores = use(StoresContext);
  if (!stores) throw new Error('This component must be inside a StoresProvider.');
  return stores;
};

export const useClient = (): CuelightClient => useStores().client;

export const useConnection = (): ConnectionState => useStore(useStores().connection);
export const useSystem = <T,>(select: (state: SystemState) => T): T => useStore(useStores().system, select);
export const useMetrics = <T,>(select: (state: MetricsState) => T): T =>
  useStore(useStores().metrics, select);
export const useEvents = <T,>(select: (state: EventsState) => T): T => useStore(useStores().events, select);
export const useObs = <T,>(select: (state: ObsState) => T): T => useStore(useStores().obs, select);
export const useOperations = <T,>(select: (state: OperationsState) => T): T =>
  useStore(useStores().operations, select);
export const useChat = <T,>(select: (state: ChatState) => T): T => useStore(useStores().chat, select);
export const useIncident = <T,>(select: (state: IncidentState) => T): T =>
  useStore(useStores().incident, select);
export const useRehearsal = <T,>(select: (state: RehearsalState) => T): T =>
  useStore(useStores().rehearsal, select);
export const useSettings = <T,>(select: (state: SettingsState) => T): T =>
  useStore(useStores().settings, select);
export const useCommands = <T,>(select: (state: CommandsState) => T): T =>
  useStore(useStores().commands, select);
export const useMode = <T,>(select: (state: ModeState) => T): T => useStore(useStores().mode, select);
export const useNotices = <T,>(select: (state: NoticesState) => T): T =>
  useStore(useStores().notices, select);
export const useDrafts = <T,>(select: (state: DraftsState) => T): T => useStore(useStores().drafts, select);
export const usePreferences = <T,>(select: (state: PreferencesState) => T): T =>
  useStore(useStores().preferences, select);
export const useNavigation = <T,>(select: (state: NavigationState) => T): T =>
  useStore(useStores().navigation, select);

export const useRoute = (): Route => useNavigation((state) => state.route);

/** One component, or undefined when there is none of that id (any more). */
export const useComponent = (id: string): ComponentView | undefined =>
  useSystem((state) => state.components.get(id));

/** All numbers of a component. */
export const useComponentSeries = (id: string): ReadonlyMap<string, MetricSeries> | undefined =>
  useMetrics((state) => state.series.get(id));
