/** Where ids come from. Passed in, so that a test can say which ids a run will have. */
export interface IdSource {
  /** A new id, unique within and across runs; ids made later sort after ids made earlier. */
  next(): string;
}

/** Ids `PREFIX-000001`, `PREFIX-000002` …, for tests. */
export const createCountingIds = (prefix = 'id'): IdSource => {
  let count = 0;
  return { next: () => `${prefix}-${String(++count).padStart(6, '0')}` };
};
