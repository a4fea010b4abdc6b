import { expect, test } from 'vitest';
import type { ClockVerdict } from '#main/platform/index.ts';
import { CleanUp } from './clean-up.ts';

const createRig = (startsAt: number | null = 1_000) => {
  const listeners = new Set<(verdict: ClockVerdict) => void>();
  const rig = {
    now: startsAt,
    made: false,
    rounds: 0,
    change: () => {
      for (const listener of listeners) listener({ trust: 'trusted' });
    },
    parts: {
      time: {
        now: () => rig.now,
        onChange: (listener: (verdict: ClockVerdict) => void) => {
          listeners.add(listener);
          return { [Symbol.dispose]: () => void listeners.delete(listener) };
        },
      },
      keeper: { hasMadeOne: async () => rig.made },
      journal: { setRetention: () => void (rig.rounds += 1) },
    },
  };
  return rig;
};

test('nothing is cleaned up before the program has started and a backup was made', async () => {
  const rig = createRig();
  using cleanUp = new CleanUp();
  rig.made = true;
  expect(await cleanUp.ask()).toBeNull();
  rig.made = false;
  cleanUp.begin(rig.parts);
  expect(rig.rounds).toBe(1);
  expect(await cleanUp.ask()).toBeNull();
  rig.made = true;
  expect(await cleanUp.ask()).toEqual({ ageNow: 1_000 });
});

test('a doubt about the time keeps what is old, and its end lets it go at once', async () => {
  const rig = createRig();
  using cleanUp = new CleanUp();
  rig.made = true;
  cleanUp.begin(rig.parts);
  rig.now = null;
  rig.change();
  expect(await cleanUp.ask()).toEqual({ ageNow: null });
  rig.now = 2_000;
  rig.change();
  expect(rig.rounds).toBe(3);
  expect(await cleanUp.ask()).toEqual({ ageNow: 2_000 });
});
