import { describe, expect, it, onTestFinished } from 'vitest';
import { createComponentHarness } from '#main/bridges/testing/component-harness.ts';
import { dayMs, hourMs, ok } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import type { UpdateStatus } from '#shared/model/index.ts';
import { createUpdatesComponent } from './updates-component.ts';

const start = async (automatic = true) => {
  const clock = createFakeClock();
  const harness = createComponentHarness({ id: 'updates', clock });
  /** Times of the checks, in milliseconds since the start. */
  const checks: number[] = [];
  const startedAt = clock.now();
  const state: { status: UpdateStatus; lastReadAt: number | null } = {
    status: {
      support: 'ready',
      explanation: null,
      version: '1.2.0',
      channel: 'stable',
      automatic,
      lastCheck: null,
      available: null,
      stage: 'idle',
      progress: null,
      obstacle: null,
      lastInstall: null,
    },
    lastReadAt: null,
  };
  const updates: Parameters<typeof createUpdatesComponent>[0] = {
    get status() {
      return state.status;
    },
    get lastReadAt() {
      return state.lastReadAt;
    },
    check: () => {
      const at = clock.now();
      checks.push(at - startedAt);
      return Promise.resolve(ok({ at, outcome: 'current', code: null, message: 'Newest.' }));
    },
  };
  const set = (change: Partial<UpdateStatus>): void => {
    state.status = { ...state.status, ...change };
  };
  const component = createUpdatesComponent(updates, clock);
  const life = await harness.start(component);
  onTestFinished(() => void life.stop());
  const problems = async (): Promise<readonly (string | undefined)[]> =>
    ((await component.getHealth?.(new AbortController().signal)) ?? [])
      .filter(({ status }) => status !== 'true')
      .map(({ type, severity }) => `${type} ${severity}`);
  return { clock, checks, state, set, life, problems };
};

describe('the component of the updates', () => {
  it('checks within a minute of its start and then each day, at another minute each time', async () => {
    const { clock, checks } = await start();
    await clock.advance(60_000);
    expect(checks).toHaveLength(1);
    expect(checks[0]).toBeGreaterThanOrEqual(10_000);
    for (let hours = 0; hours < 24 * 8; hours += 1) await clock.advance(hourMs);
    const gaps = checks.slice(1).map((at, index) => at - (checks[index] ?? 0));
    expect(gaps.length).toBeGreaterThanOrEqual(7);
    for (const gap of gaps) {
      expect(gap).toBeGreaterThanOrEqual(dayMs - hourMs);
      expect(gap).toBeLessThanOrEqual(dayMs + hourMs + 10 * 60_000);
    }
    expect(new Set(gaps).size).toBeGreaterThan(1);
  });

  it('checks soon after a sleep in which a day has passed, and also when the clock was set back', async () => {
    const { clock, checks } = await start();
    await clock.advance(60_000);
    clock.jumpWall(2 * dayMs);
    await clock.advance(10 * 60_000);
    expect(checks).toHaveLength(2);
    clock.jumpWall(-30 * dayMs);
    await clock.advance(dayMs + hourMs + 10 * 60_000);
    expect(checks).toHaveLength(3);
  });

  it('checks nothing while automatic checks are off, and starts when they are switched on', async () => {
    const { clock, checks, set } = await start(false);
    await clock.advance(3 * dayMs);
    expect(checks).toEqual([]);
    set({ automatic: true });
    await clock.advance(10 * 60_000);
    expect(checks).toHaveLength(1);
  });

  it('stops checking when it stops, and leaves no timer', async () => {
    const { clock, checks, life } = await start();
    await life.stop();
    expect(clock.pending).toBe(0);
    await clock.advance(2 * dayMs);
    expect(checks).toEqual([]);
  });

  it('is degraded and never unhealthy while a feed is refused', async () => {
    const { set, problems } = await start();
    expect(await problems()).toEqual([]);
    const check = { at: 0, code: 'update.wrong-key', message: 'Refused.' };
    set({ lastCheck: { ...check, outcome: 'refused' } });
    expect(await problems()).toEqual(['Trusted degraded']);
    set({ lastCheck: { ...check, outcome: 'unreachable' } });
    expect(await problems()).toEqual([]);
  });

  it('is degraded after a week without a readable feed', async () => {
    const { clock, state, set, problems } = await start();
    await clock.advance(7 * dayMs + 1);
    expect(await problems()).toEqual(['Reached degraded']);
    set({ automatic: false });
    expect(await problems()).toEqual([]);
    set({ automatic: true });
    state.lastReadAt = clock.now();
    expect(await problems()).toEqual([]);
  });
});
