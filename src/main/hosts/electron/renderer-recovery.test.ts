import { expect, it } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { createRecoveryPolicy } from './renderer-recovery.ts';

it('reloads a crashed window, and shows a plain page after the third crash within a minute', async () => {
  const clock = createFakeClock();
  const policy = createRecoveryPolicy(clock);
  expect(policy.onCrash()).toBe('reload');
  await clock.advance(20_000);
  expect(policy.onCrash()).toBe('reload');
  await clock.advance(20_000);
  expect(policy.onCrash()).toBe('plain-page');
});

it('forgets crashes after a minute', async () => {
  const clock = createFakeClock();
  const policy = createRecoveryPolicy(clock);
  for (let crash = 0; crash < 10; crash += 1) {
    expect(policy.onCrash()).toBe('reload');
    await clock.advance(31_000);
  }
});

it('starts over after the plain page', () => {
  const policy = createRecoveryPolicy(createFakeClock());
  expect([1, 2, 3, 4, 5, 6].map(() => policy.onCrash())).toEqual([
    'reload',
    'reload',
    'plain-page',
    'reload',
    'reload',
    'plain-page',
  ]);
});
