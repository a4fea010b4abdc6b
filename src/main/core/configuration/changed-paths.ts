import { isPlainObject } from '#shared/kernel/index.ts';

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
