export type PlainObject = { readonly [key: string]: unknown };

/** Whether a value is an object of settings: neither a list nor null. */
export const isPlainObject = (value: unknown): value is PlainObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keys that would reach an object's prototype: never settings. */
const isReserved = (key: string): boolean =>
  key === '__proto__' || key === 'constructor' || key === 'prototype';

/** Lays `over` upon `base`: objects key by key, everything else (lists too) as a whole. Changes neither. */
export const mergeDeep = (base: PlainObject, over: PlainObject): PlainObject => {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (isReserved(key) || value === undefined) continue;
    const below = Object.hasOwn(base, key) ? base[key] : undefined;
    merged[key] = isPlainObject(below) && isPlainObject(value) ? mergeDeep(below, value) : value;
  }
  return merged;
};

/** The value at a path; undefined when there is none. */
export const valueAt = (object: PlainObject, path: readonly string[]): unknown => {
  let value: unknown = object;
  for (const step of path) {
    if (!isPlainObject(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return value;
};

/** A copy with the value at a path replaced; `undefined` takes the key out. */
export const withValueAt = (object: PlainObject, path: readonly string[], value: unknown): PlainObject => {
  const [step, ...rest] = path;
  if (step === undefined || isReserved(step)) return object;
  const below = Object.hasOwn(object, step) ? object[step] : undefined;
  const next = rest.length === 0 ? value : withValueAt(isPlainObject(below) ? below : {}, rest, value);
  const { [step]: _replaced, ...others } = object;
  return next === undefined ? others : { ...object, [step]: next };
};

/** The paths of all values that are not objects themselves; an empty object counts as a value. */
export const leafPaths = (
  object: PlainObject,
  prefix: readonly string[] = [],
): readonly (readonly string[])[] =>
  Object.entries(object).flatMap(([key, value]) =>
    isPlainObject(value) && Object.keys(value).length > 0
      ? leafPaths(value, [...prefix, key])
      : [[...prefix, key]],
  );
