/** Maximum levels of lists and objects in an input: far more than any schema describes. */
export const maxInputDepth = 64;

/**
 * Returns true when lists and objects are nested deeper than `limit`. Needs no stack for the levels, so it is
 * safe for any parsed message.
 *
 * @example
 * ```ts
 * isDeeperThan({ a: [1] }, 2); // => false
 * isDeeperThan({ a: [[1]] }, 2); // => true
 * ```
 */
export const isDeeperThan = (value: unknown, limit: number): boolean => {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    const containers = level.filter((each): each is object => typeof each === 'object' && each !== null);
    if (containers.length > 0 && depth >= limit) return true;
    level = containers.flatMap((each): unknown[] => Object.values(each));
  }
  return false;
};
