import { expect, it } from 'vitest';
import { ok, Emitter } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { anEvent } from './testing/journal-fixture.ts';
import { CleanUp, readNewestRecordTime } from './clean-up.ts';

const createRig = (startsAt: number | null = 1_000) => {
  const listeners = new Emitter();
  const rig = {
    now: startsAt,
    made: false,
    rounds: 0,
    change: () => {
      listeners.emit();
    },
    parts: {
      time: {
        now: () => rig.now,
        onChange: (listener: () => void) => listeners.on(listener),
      },
      keeper: { hasMadeOne: async () => rig.made },
      journal: { setRetention: () => void (rig.rounds += 1) },
    },
  };
  return rig;
};

it('cleans up nothing before the program has started and a backup was made', async () => {
  const rig = createRig();
  using cleanUp = new CleanUp(createFakeClock());
  rig.made = true;
  expect(await cleanUp.ask()).toBeNull();
  rig.made = false;
  cleanUp.begin(rig.parts);
  expect(rig.rounds).toBe(1);
  expect(await cleanUp.ask()).toBeNull();
  rig.made = true;
  expect(await cleanUp.ask()).toEqual({ ageNow: 1_000 });
});

it('keeps old rows while the time is in doubt, and deletes them as soon as it is known', async () => {
  const rig = createRig();
  using cleanUp = new CleanUp(createFakeClock());
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

it('deletes rows by number alone after backups have failed for an hour', async () => {
  const rig = createRig();
  const clock = createFakeClock();
  using cleanUp = new CleanUp(clock);
  cleanUp.begin(rig.parts);
  await clock.advance(3_599_999);
  expect(await cleanUp.ask()).toBeNull();
  await clock.advance(1);
  expect(await cleanUp.ask()).toEqual({ ageNow: null });
  rig.made = true;
  expect(await cleanUp.ask()).toEqual({ ageNow: 1_000 });
});

it.each([
  ['open', 1_500],
  ['memory-only', 700],
] as const)('returns the time of the newest record of a journal that is %s: %i', async (state, at) => {
  const stats = () => ({
    state,
    problem: null,
    queued: 0,
    written: 0,
    dropped: 0,
    fileBytes: null,
    indexed: 1,
  });
  const event = anEvent(1, { at: 1_500 });
  const queryEvents = async () => ok({ events: [event], next: null, total: 1, oldestAt: null });
  expect(await readNewestRecordTime({ queryEvents, stats }, 700)).toBe(at);
});
