/** A value, or the reason why there is none. Expected failures are results; a throw means a defect. */
export type Result<T, E> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/**
 * Creates a successful result.
 *
 * @example
 * ```ts
 * const portOf = (text: string): Result<number, Fault> =>
 *   /^\d+$/.test(text)
 *     ? ok(Number(text))
 *     : err(new Fault('settings.bad-port', `"${text}" is no port: use digits`, { kind: 'configuration' }));
 *
 * portOf('4455'); // => { ok: true, value: 4455 }
 * portOf('obs'); // => { ok: false, error: { code: 'settings.bad-port', … } }
 * ```
 */
export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
/**
 * Creates a failed result.
 *
 * @example
 * ```ts
 * err('away'); // => { ok: false, error: 'away' }
 * ```
 */
export const err = <E>(error: E): Result<never, E> => ({ ok: false, error });
