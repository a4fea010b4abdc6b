import { expect, it } from 'vitest';
import { createFastClock } from './fast-clock.ts';
import { failOnLeaks } from './leak-check.ts';

failOnLeaks();

const busyFor = (realMs: number): void => {
  const end = performance.now() + realMs;
  while (performance.now() < end);
};

it('calls back in the requested order, and not too early', async () => {
  const clock = createFastClock(50);
  const called: [string, number][] = [];
  const from = clock.monotonic();
  await new Promise<void>((resolve) => {
    clock.setTimeout(() => {
      called.push(['late', clock.monotonic() - from]);
      resolve();
    }, 2_000);
    clock.setTimeout(() => called.push(['early', clock.monotonic() - from]), 1_000);
    clock.setTimeout(() => called.push(['never', 0]), 1_500)[Symbol.dispose]();
  });
  expect(called.map(([name]) => name)).toEqual(['early', 'late']);
  expect(called[0]?.[1]).toBeGreaterThanOrEqual(1_000);
  expect(called[1]?.[1]).toBeGreaterThanOrEqual(2_000);
});

it('repeats until it is disposed', async () => {
  const clock = createFastClock(50);
  let beats = 0;
  await new Promise<void>((resolve) => {
    const pulse = clock.setInterval(() => {
      beats++;
      if (beats < 3) return;
      pulse[Symbol.dispose]();
      resolve();
    }, 500);
  });
  expect(beats).toBe(3);
});

it('does not count time that the process did not get while a caller waits', () => {
  const clock = createFastClock(100);
  const limit = clock.setTimeout(() => undefined, 60_000);
  const from = clock.monotonic();
  busyFor(50);
  expect(clock.monotonic() - from).toBeLessThan(5_000);
  limit[Symbol.dispose]();
});

it('keeps running while nobody waits', () => {
  const clock = createFastClock(100);
  const from = clock.monotonic();
  busyFor(20);
  expect(clock.monotonic() - from).toBeGreaterThanOrEqual(2_000);
});
