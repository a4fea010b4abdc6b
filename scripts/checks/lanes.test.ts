import { expect, it } from 'vitest';
import { runInLanes } from './lanes.ts';

/** Tasks that the test ends, with the order in which they started. */
const makeTasks = (count: number) => {
  const began: number[] = [];
  const ends = Array.from({ length: count }, () => Promise.withResolvers<void>());
  const tasks = ends.map(({ promise }, index) => async () => {
    began.push(index);
    await promise;
    return `result ${index}`;
  });
  return { began, tasks, end: (index: number) => ends[index]?.resolve() };
};
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('runs one task per lane, and gives a free lane the next task', async () => {
  const { began, tasks, end } = makeTasks(4);
  const running = runInLanes(2, tasks);
  await turn();
  expect(began).toEqual([0, 1]);
  end(1);
  await turn();
  expect(began).toEqual([0, 1, 2]);
  for (const index of [2, 3, 0]) end(index);
  expect(await running).toEqual(['result 0', 'result 1', 'result 2', 'result 3']);
  expect(began).toEqual([0, 1, 2, 3]);
});

it('fails when a task fails', async () => {
  await expect(runInLanes(2, [() => Promise.reject(new Error('no disk'))])).rejects.toThrow('no disk');
});

it('returns no results without tasks', async () => {
  expect(await runInLanes(2, [])).toEqual([]);
});
