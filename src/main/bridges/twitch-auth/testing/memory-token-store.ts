import { err, Fault, ok } from '#shared/kernel/index.ts';
import type { StoredToken, TokenStore } from '../token-store.ts';

/** A store in memory that records its history for tests. */
export interface MemoryTokenStore extends TokenStore {
  saved: StoredToken | null;
  /** Everything that was saved, oldest first. */
  readonly history: (StoredToken | null)[];
  /** True to simulate a full disk. */
  full: boolean;
}

export const createMemoryTokenStore = (saved: StoredToken | null = null): MemoryTokenStore => {
  const store: MemoryTokenStore = {
    saved,
    history: [],
    full: false,
    load: () => Promise.resolve(ok(store.saved)),
    save: (token) => {
      if (store.full) {
        const fault = new Fault('settings.write-failed', 'The disk is full.', { kind: 'transient' });
        return Promise.resolve(err(fault));
      }
      store.saved = token;
      store.history.push(token);
      return Promise.resolve(ok(undefined));
    },
  };
  return store;
};
