/**
 * Closes a switch over a union: a missing case is a compile error, and a value from outside the union throws.
 *
 * @example
 * ```ts
 * type Lamp = 'lit' | 'dark';
 * const wordsFor = (lamp: Lamp): string => {
 *   switch (lamp) {
 *     case 'lit':
 *       return 'Ready';
 *     case 'dark':
 *       return 'Stand by';
 *     default:
 *       return assertNever(lamp);
 *   }
 * };
 * wordsFor('dark'); // => 'Stand by'
 * ```
 */
export const assertNever = (value: never): never => {
  throw new TypeError(`Unexpected value: ${JSON.stringify(value)}`);
};
