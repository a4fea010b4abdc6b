import { getHeapStatistics } from 'node:v8';
import { median } from './compare.ts';

/**
 * Returns the bytes that one call leaves on the heap: the growth of the used heap over loops too short to
 * trigger the collector. The result is the median of the loops in which the heap did not shrink; null when
 * there was none.
 */
export const allocatedBytes = (
  work: (times: number) => unknown,
  times = 5_000,
  loops = 31,
): number | null => {
  for (let warm = 0; warm < 20; warm++) work(times);
  const growths: number[] = [];
  const idle: number[] = [];
  for (let loop = 0; loop < loops; loop++) {
    const rest = getHeapStatistics().used_heap_size;
    const before = getHeapStatistics().used_heap_size;
    work(times);
    const after = getHeapStatistics().used_heap_size;
    idle.push(before - rest);
    if (after >= before) growths.push(after - before);
  }
  // Reading the statistics itself allocates.
  return growths.length === 0 ? null : Math.max(0, median(growths) - median(idle)) / times;
};
