import { isObject, isReservedKey, type PlainObject } from '#shared/kernel/index.ts';

/** Returns the value at a path; undefined when there is none. */
export const valueAt = (object: PlainObject, path: readonly string[]): unknown => {
  let value: unknown = object;
  for (const step of path) {
    if (!isObject(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return value;
};

/** Returns a copy with the value at a path replaced; `undefined` removes the key. */
export const withValueAt = (object: PlainObject, path: readonly string[], value: unknown): PlainObject => {
  const [step, ...rest] = path;
  if (step === undefined || isReservedKey(step)) return object;
  const below = Object.hasOwn(object, step) ? object[step] : undefined;
  const next = rest.length === 0 ? value : withValueAt(isObject(below) ? below : {}, rest, value);
  const { [step]: _replaced, ...others } = object;
  return next === undefined ? others : { ...object, [step]: next };
};

/** Returns the paths of all values that are not objects; an empty object counts as a value. */
export const leafPaths = (
  object: PlainObject,
  prefix: readonly string[] = [],
): readonly (readonly string[])[] =>
  Object.entries(object).flatMap(([key, value]) =>
    isObject(value) && Object.keys(value).length > 0
      ? leafPaths(value, [...prefix, key])
      : [[...prefix, key]],
  );
