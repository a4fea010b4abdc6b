import { createStore, type StoreApi } from 'zustand/vanilla';
import { toDisposable } from '#shared/kernel/disposable.ts';
import { formatRoute, parseRoute, type PageId, type Route, type Selection } from '../model/route.ts';

/** The part of the browser that navigation needs. */
export interface AddressBar {
  readonly readHash: () => string;
  readonly push: (hash: string) => void;
  readonly replace: (hash: string) => void;
  readonly onChange: (listener: () => void) => Disposable;
}

export interface NavigationState {
  readonly route: Route;
  /** Goes to a page and keeps the selection. */
  readonly goTo: (page: PageId, params?: Readonly<Record<string, string>>) => void;
  /** Shows something in the inspector on the current page; null closes the inspector. */
  readonly select: (selection: Selection | null) => void;
  /** Changes some of the page's parameters without a history entry. An empty value removes one. */
  readonly setParams: (params: Readonly<Record<string, string>>) => void;
}
export type NavigationStore = StoreApi<NavigationState>;

/** Keeps the route and the URL's hash in sync. */
export const createNavigationStore = (address: AddressBar): NavigationStore => {
  const store = createStore<NavigationState>((set, get) => {
    const move = (route: Route, how: 'push' | 'replace'): void => {
      const hash = formatRoute(route);
      if (hash !== address.readHash()) address[how](hash);
      set({ route });
    };
    return {
      route: parseRoute(address.readHash()),
      goTo: (page, params = {}) => move({ page, selection: get().route.selection, params }, 'push'),
      select: (selection) => move({ ...get().route, selection }, 'replace'),
      setParams: (params) => {
        const { route } = get();
        move({ ...route, params: { ...route.params, ...params } }, 'replace');
      },
    };
  });
  address.onChange(() => store.setState({ route: parseRoute(address.readHash()) }));
  return store;
};

export const browserAddressBar = (page: Window): AddressBar => ({
  readHash: () => page.location.hash,
  push: (hash) => page.history.pushState(null, '', hash),
  replace: (hash) => page.history.replaceState(null, '', hash),
  onChange: (listener) => {
    page.addEventListener('popstate', listener);
    page.addEventListener('hashchange', listener);
    return toDisposable(() => {
      page.removeEventListener('popstate', listener);
      page.removeEventListener('hashchange', listener);
    });
  },
});
