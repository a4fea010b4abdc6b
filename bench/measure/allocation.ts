import { getHeapStatistics } from 'node:v8';
import { median } from './compare.ts';

/**
 * Bytes that one piece of work leaves on the heap, from the growth of the used heap over loops that are short enough not
 * to meet the collector. The median of the loops in which the heap did not shrink; null when there was none.
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
  // Reading the statistics leaves something on the heap itself.
  return growths.length === 0 ? null : Math.max(0, median(growths) - median(idle)) / times;
};
