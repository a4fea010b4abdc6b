/**
 * Returns the smallest value that at least `share` (0 to 1) of the values do not exceed; null without values.
 */
export const quantile = (values: readonly (number | null)[], share: number): number | null => {
  const known = values.filter((value) => value !== null).sort((one, other) => one - other);
  return known[Math.max(0, Math.ceil(known.length * share) - 1)] ?? null;
};
