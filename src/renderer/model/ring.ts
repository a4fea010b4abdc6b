/** A bounded list, oldest first, that counts what it let go. Immutable. */
export interface Ring<T> {
  readonly items: readonly T[];
  /** How many were pushed out of the old end so far. */
  readonly forgotten: number;
  readonly limit: number;
}

export const emptyRing = <T>(limit: number): Ring<T> => ({ items: [], forgotten: 0, limit });

// Cutting every time would copy the whole list for each frame; cutting in blocks copies it once in a while.
const SLACK_SHARE = 0.1;

/**
 * Appends in order; the length never exceeds the limit by more than a tenth, and a cut brings it back to the
 * limit.
 */
export const pushAll = <T>(ring: Ring<T>, added: readonly T[]): Ring<T> => {
  if (added.length === 0) return ring;
  const items = ring.items.concat(added);
  if (items.length <= ring.limit * (1 + SLACK_SHARE)) return { ...ring, items };
  const surplus = items.length - ring.limit;
  return { ...ring, items: items.slice(surplus), forgotten: ring.forgotten + surplus };
};
