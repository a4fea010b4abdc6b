import { isPlainObject } from '#shared/kernel/index.ts';

/**
 * Returns the dotted paths at which two values differ. A list or a scalar is one path; objects are compared
 * key by key.
 *
 * @example
 * ```ts
 * changedPaths({ obs: { port: 4455 }, channels: [] }, { obs: { port: 4466 }, channels: [] });
 * // => ['obs.port']
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

/** Returns true when a change at `changed` affects `watched`: one of them lies at or under the other. */
export const pathTouches = (watched: string, changed: string): boolean =>
  watched === changed ||
  watched === '' ||
  changed === '' ||
  changed.startsWith(`${watched}.`) ||
  watched.startsWith(`${changed}.`);
