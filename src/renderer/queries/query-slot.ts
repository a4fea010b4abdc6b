import type { Queries, QueriesOptions } from './queries.ts';

/**
 * The slot for the query layer among the stores. The first view that reads fills it, so the library loads
 * with that view and not with the window.
 */
export interface QuerySlot extends Disposable {
  /** The layer, once a view has filled the slot. */
  readonly current: Queries | null;
  fill(create: (options: QueriesOptions) => Queries): Queries;
}

export const createQuerySlot = (options: QueriesOptions): QuerySlot => {
  let current: Queries | null = null;
  return {
    get current() {
      return current;
    },
    fill: (create) => (current ??= create(options)),
    [Symbol.dispose]: () => current?.[Symbol.dispose](),
  };
};
