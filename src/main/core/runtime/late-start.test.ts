import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BaseOrchestrator, createSystem, type Component, type CoreServices } from '../index.ts';
import { createCoreHarness } from '../testing/index.ts';

/** Starts that ignore their signal and succeed after they were cancelled. */

class Show extends BaseOrchestrator<object> {
  constructor(services: CoreServices, obs: Component, scenes: Component) {
    super(services, { id: 'show', title: 'Show', description: '', schema: z.object({}) });
    this.registerComponent('obs', obs, { title: 'OBS', kind: 'bridge' });
    this.registerComponent('scenes', scenes, {
      title: 'Scenes',
      kind: 'bridge',
      needs: [{ id: 'obs', required: true }],
    });
  }
}

/** OBS, and scenes with the given durations of start and clean-up, whatever their signal. */
const build = (startMs: number, cleanupMs: number) => {
  const { clock, options } = createCoreHarness();
  const journal: string[] = [];
  const note = (what: string): void => void journal.push(`${clock.monotonic()} ${what}`);
  const pause = (ms: number): Promise<void> => new Promise((resolve) => clock.setTimeout(resolve, ms));
  const obs: Component = { cleanup: () => note('obs cleaned up') };
  const scenes: Component = {
    initialize: async () => {
      await pause(startMs);
      note('scenes up');
    },
    cleanup: async () => {
      await pause(cleanupMs);
      note('scenes cleaned up');
    },
  };
  const system = createSystem({ ...options, orchestrators: (services) => [new Show(services, obs, scenes)] });
  const topics = (): string[] => system.events.recent('component.*', 100).map(({ topic }) => topic);
  return { clock, system, journal, topics };
};

describe('a cancelled start', () => {
  it('keeps its requirements up until it is rolled back, when it ends within the stop timeout', async () => {
    const { clock, system, journal, topics } = build(5_999, 4_000);
    void system.start();
    await clock.advance(1_000);
    const stopped = system.stop();
    await clock.advance(15_000);
    await stopped;
    expect(journal).toEqual(['5999 scenes up', '9999 scenes cleaned up', '9999 obs cleaned up']);
    expect(topics()).not.toContain('component.hung');
  });

  it('is waited for no longer than that: its requirements stop, and it is reported as hung', async () => {
    const { clock, system, journal, topics } = build(60_000, 0);
    void system.start();
    await clock.advance(1_000);
    const stopped = system.stop();
    await clock.advance(59_000);
    await stopped;
    expect(journal).toEqual(['6000 obs cleaned up', '60000 scenes up', '60000 scenes cleaned up']);
    expect(topics()).toContain('component.hung');
  });

  it('keeps running requirements up when it succeeds after all, until it is rolled back', async () => {
    const { clock, system, journal } = build(60_000, 3_000);
    void system.start();
    // Its own time limit ends at 15 s, and its stop timeout at 20 s: from then on it hangs.
    await clock.advance(60_500);
    expect(system.detail('scenes')).toMatchObject({ state: 'failed', waiting: { for: 'operator' } });
    const stopped = system.stop();
    await clock.advance(10_000);
    await stopped;
    expect(journal).toEqual(['60000 scenes up', '63000 scenes cleaned up', '63000 obs cleaned up']);
  });

  it('is reported as hung when its rollback takes too long, and blocks nothing any more', async () => {
    const { clock, system, journal, topics } = build(5_000, 60_000);
    void system.start();
    await clock.advance(1_000);
    const stopped = system.stop();
    await clock.advance(80_000);
    await stopped;
    expect(journal).toEqual(['5000 scenes up', '10000 obs cleaned up', '65000 scenes cleaned up']);
    expect(topics()).toContain('component.hung');
    expect(system.detail('scenes')).toMatchObject({ state: 'stopped' });
  });
});
