import { expect, it } from 'vitest';
import { createFakeClock } from '#main/bridges/testing/fake-clock.ts';
import { CollectionChange } from './collection-change.ts';

const build = () => {
  const clock = createFakeClock();
  const happened: string[] = [];
  const change = new CollectionChange({
    clock,
    limitMs: 5_000,
    onTimeUp: () => void happened.push('time up'),
    readAgain: () => void happened.push('read again'),
  });
  return { clock, change, happened };
};

it('reads the state again when OBS ends the change of its scene collection in time', async () => {
  const { clock, change, happened } = build();
  change.begin();
  await clock.advance(4_999);
  change.end();
  await clock.advance(5_000);
  expect(happened).toEqual(['read again']);
});

it('ends the change itself and reads the state again when OBS does not', async () => {
  const { clock, change, happened } = build();
  change.begin();
  await clock.advance(5_000);
  expect(happened).toEqual(['time up', 'read again']);
});

it('measures the time from the start of the last change', async () => {
  const { clock, change, happened } = build();
  change.begin();
  await clock.advance(4_000);
  change.begin();
  await clock.advance(4_000);
  expect(happened).toEqual([]);
  await clock.advance(1_000);
  expect(happened).toEqual(['time up', 'read again']);
});

it('leaves no timer behind when the connection ends during a change', () => {
  const { clock, change } = build();
  change.begin();
  change[Symbol.dispose]();
  expect(clock.pending).toBe(0);
});
