/** A bounded list, oldest first, that counts the dropped items. Immutable. */
export interface Ring<T> {
  readonly items: readonly T[];
  /** The number of items dropped at the old end so far. */
  readonly forgotten: number;
  readonly limit: number;
}

export const emptyRing = <T>(limit: number): Ring<T> => ({ items: [], forgotten: 0, limit });

// Trimming each time would copy the whole list per frame; trimming in blocks copies it now and then.
const SLACK_SHARE = 0.1;

/** Appends in order. The length exceeds the limit by at most a tenth; a trim restores the limit. */
export const pushAll = <T>(ring: Ring<T>, added: readonly T[]): Ring<T> => {
  if (added.length === 0) return ring;
  const items = ring.items.concat(added);
  if (items.length <= ring.limit * (1 + SLACK_SHARE)) return { ...ring, items };
  const surplus = items.length - ring.limit;
  return { ...ring, items: items.slice(surplus), forgotten: ring.forgotten + surplus };
};
