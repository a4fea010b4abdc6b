/**
 * Returns the code of an error of Node or a library; null when it has none.
 *
 * @example
 * ```ts
 * errorCodeOf(Object.assign(new Error('no such file'), { code: 'ENOENT' })); // => 'ENOENT'
 * errorCodeOf(new Error('it just failed')); // => null
 * ```
 */
export const errorCodeOf = (thrown: unknown): string | null =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null;
