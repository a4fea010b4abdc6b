import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ConnectionState, Session } from '../client/session.ts';

export type ConnectionStore = StoreApi<ConnectionState>;

/** Mirrors the session's state for the views. */
export const createConnectionStore = (session: Session): ConnectionStore => {
  const store = createStore<ConnectionState>(() => session.state());
  session.onChange((state) => store.setState(state, true));
  return store;
};
