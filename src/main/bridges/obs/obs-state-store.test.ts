import { expect, it } from 'vitest';
import { unknownObsState } from '#main/bridges/ports/index.ts';
import { createFakeClock } from '#main/bridges/testing/fake-clock.ts';
import { ObsStateStore } from './obs-state-store.ts';

const build = () => {
  const clock = createFakeClock();
  let changes = 0;
  const store = new ObsStateStore(clock, () => {
    changes += 1;
  });
  return { clock, store, changes: () => changes };
};

it('keeps fields that an update does not contain, and reports each update', () => {
  const { store, changes } = build();
  store.update({ currentScene: 'Main' });
  store.update({ streaming: 'on' });
  expect(store.state).toEqual({ ...unknownObsState, currentScene: 'Main', streaming: 'on' });
  expect(changes()).toBe(2);
});

it('ends a wait as soon as its condition is true, and leaves no timer', async () => {
  const { clock, store } = build();
  const waited = store.waitFor(({ streaming }) => streaming === 'on', 1_000);
  store.update({ streaming: 'starting' });
  expect(clock.pending).toBe(1);
  store.update({ streaming: 'on' });
  expect(clock.pending).toBe(0);
  await expect(waited).resolves.toBe(true);
});

it('does not wait when the condition is already true', async () => {
  const { clock, store } = build();
  store.update({ streaming: 'on' });
  await expect(store.waitFor(({ streaming }) => streaming === 'on', 1_000)).resolves.toBe(true);
  expect(clock.pending).toBe(0);
});

it('ends a wait with false after its limit', async () => {
  const { clock, store } = build();
  const waited = store.waitFor(() => false, 1_000);
  await clock.advance(1_000);
  await expect(waited).resolves.toBe(false);
});

it('clears the state at the end, and ends every wait with false', async () => {
  const { clock, store, changes } = build();
  store.update({ currentScene: 'Main' });
  const waits = [store.waitFor(() => false, 1_000), store.waitFor(() => false, 2_000)];
  store.forget();
  await expect(Promise.all(waits)).resolves.toEqual([false, false]);
  expect(store.state).toBe(unknownObsState);
  expect(clock.pending).toBe(0);
  expect(changes()).toBe(2);
});
