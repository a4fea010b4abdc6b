/**
 * Runs tasks in a fixed number of lanes. A free lane takes the next task. The results keep the order of the
 * tasks.
 */
export const runInLanes = async <T>(
  lanes: number,
  tasks: readonly (() => Promise<T>)[],
): Promise<readonly T[]> => {
  const results: T[] = [];
  const waiting = tasks.entries();
  const lane = async (): Promise<void> => {
    for (const [index, task] of waiting) results[index] = await task();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
};
