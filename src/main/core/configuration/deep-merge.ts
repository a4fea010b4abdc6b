type PlainObject = Readonly<Record<string, unknown>>;

/**
 * Whether a value is an object of settings: not an array, not null, not an instance of something.
 *
 * @example
 * ```ts
 * [{}, [], null, new Date(0)].map(isPlainObject); // => [true, false, false, false]
 * ```
 */
export const isPlainObject = (value: unknown): value is PlainObject => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/**
 * Lays `over` upon `base`: objects are merged key by key, everything else (lists too) is replaced, and `undefined`
 * leaves what was there. Neither argument is changed. Keys that would reach a prototype are left out.
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
  if (!isPlainObject(base) || !isPlainObject(over)) return over;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') continue;
    merged[key] = deepMerge(Object.hasOwn(base, key) ? base[key] : undefined, value);
  }
  return merged;
};

/**
 * The dotted paths at which two values differ; a list or a scalar is one path, an object is looked into.
 *
 * @example
 * ```ts
 * changedPaths({ obs: { port: 4455 }, channels: [] }, { obs: { port: 4466 }, channels: [] }); // => ['obs.port']
 * ```
 */
export const changedPaths = (before: unknown, after: unknown, path = ''): readonly string[] => {
  if (Object.is(before, after)) return [];
  if (isPlainObject(before) && isPlainObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) =>
      changedPaths(before[key], after[key], path === '' ? key : `${path}.${key}`),
    );
  }
  if (Array.isArray(before) && Array.isArray(after) && JSON.stringify(before) === JSON.stringify(after))
    return [];
  return [path];
};

/** Whether a change at `changed` touches what lies at or under `watched`, or the other way round. */
export const pathTouches = (watched: string, changed: string): boolean =>
  watched === changed ||
  watched === '' ||
  changed === '' ||
  changed.startsWith(`${watched}.`) ||
  watched.startsWith(`${changed}.`);
