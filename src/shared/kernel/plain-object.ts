export type PlainObject = { readonly [key: string]: unknown };

/**
 * Returns true for an object that is neither a list nor null, of any class.
 *
 * @example
 * ```ts
 * [{}, new Date(0), [], null, 'text'].map(isObject); // => [true, true, false, false, false]
 * ```
 */
export const isObject = (value: unknown): value is PlainObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Returns true for an object literal or a parsed object; false for a list, null or a class instance.
 *
 * @example
 * ```ts
 * [{}, [], null, new Date(0)].map(isPlainObject); // => [true, false, false, false]
 * ```
 */
export const isPlainObject = (value: unknown): value is PlainObject => {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/**
 * Returns true for a key that would reach an object's prototype.
 *
 * @example
 * ```ts
 * ['port', '__proto__', 'constructor'].map(isReservedKey); // => [false, true, true]
 * ```
 */
export const isReservedKey = (key: string): boolean =>
  key === '__proto__' || key === 'constructor' || key === 'prototype';

/**
 * Merges two objects like {@link deepMerge}.
 *
 * @example
 * ```ts
 * mergeObjects({ host: '127.0.0.1', port: 4455 }, { port: 4466 }); // => { host: '127.0.0.1', port: 4466 }
 * Object.keys(mergeObjects({ port: 4455 }, { host: undefined })); // => ['port']
 * ```
 */
export const mergeObjects = (base: PlainObject, over: PlainObject): PlainObject => {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (isReservedKey(key) || value === undefined) continue;
    merged[key] = deepMerge(Object.hasOwn(base, key) ? base[key] : undefined, value);
  }
  return merged;
};

/**
 * Merges `over` into `base`: objects key by key, everything else (lists too) is replaced, and `undefined`
 * keeps the base value. Neither argument is changed. Omits keys that would reach a prototype.
 *
 * @example
 * ```ts
 * const defaults = { obs: { host: '127.0.0.1', port: 4455 }, channels: ['one'] };
 * deepMerge(defaults, { obs: { port: 4466 }, channels: ['two'] });
 * // => { obs: { host: '127.0.0.1', port: 4466 }, channels: ['two'] }
 * ```
 */
export const deepMerge = (base: unknown, over: unknown): unknown => {
  if (over === undefined) return base;
  return isPlainObject(base) && isPlainObject(over) ? mergeObjects(base, over) : over;
};

/**
 * Returns an object of an earlier version with one key renamed. Returns the same object when it lacks the old
 * key.
 *
 * @example
 * ```ts
 * renameKey({ wanted: 1, id: 'obs' }, 'wanted', 'desired'); // => { id: 'obs', desired: 1 }
 * renameKey({ id: 'obs' }, 'wanted', 'desired'); // => { id: 'obs' }
 * ```
 */
export const renameKey = <TValue>(
  object: Readonly<Record<string, TValue>>,
  from: string,
  to: string,
  convert: (value: TValue) => TValue = (value) => value,
): Readonly<Record<string, TValue>> => {
  const { [from]: value, ...rest } = object;
  return value === undefined ? object : { ...rest, [to]: convert(value) };
};
