/** Returns a condition's name in words: `HoldsForShow` reads `Holds for show`. */
export const conditionTitle = (type: string): string => {
  const words = type.replace(
    /([a-z])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
  return words.replace(/^./, (first) => first.toUpperCase());
};
