import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { IdentifyBudget } from './identify-budget.ts';
import { discordLimits } from './limits.ts';

const open = () => {
  const clock = createFakeClock();
  const budget = new IdentifyBudget(clock, {
    limit: discordLimits.identifies,
    windowMs: discordLimits.identifyWindowMs,
    gapsMs: discordLimits.identifyGapsMs,
  });
  /** Signs in as soon as allowed until the time is over. Returns the number of sign-ins. */
  const hammer = async (forMs: number): Promise<number> => {
    const until = clock.monotonic() + forMs;
    let taken = 0;
    while (clock.monotonic() + budget.waitMs < until) {
      await clock.advance(budget.waitMs);
      taken += budget.take() ? 1 : 0;
    }
    await clock.advance(until - clock.monotonic());
    return taken;
  };
  return { clock, budget, hammer };
};

describe('the budget of sign-ins', () => {
  it('allows ten an hour, whatever the pattern of attempts', async () => {
    const { budget, hammer } = open();
    expect(await hammer(3_599_000)).toBe(10);
    expect(budget.isSpent).toBe(true);
    expect(budget.take()).toBe(false);
  });

  it('is not spent by a fault of one minute, and allows a sign-in within another minute', async () => {
    const { budget, hammer } = open();
    await hammer(60_000);
    expect(budget.isSpent).toBe(false);
    expect(budget.waitMs).toBeLessThanOrEqual(60_000);
  });

  it('does not delay occasional sign-ins', async () => {
    const { budget, clock } = open();
    for (let signIns = 0; signIns < 8; signIns += 1) {
      expect(budget.take()).toBe(true);
      await clock.advance(400_000);
    }
  });

  it('counts the sign-ins of earlier runs', async () => {
    const { budget, clock } = open();
    const now = clock.now();
    budget.restore(Array.from({ length: 10 }, (_, index) => now - 1_000 * (index + 1)));
    expect(budget.isSpent).toBe(true);
    await clock.advance(3_600_000);
    expect(budget.take()).toBe(true);
  });
});
