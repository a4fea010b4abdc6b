import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { BaseOrchestrator, createSystem, type Component, type CoreServices } from './index.ts';
import { createCoreHarness } from './testing/index.ts';

class Show extends BaseOrchestrator<object> {
  constructor(
    services: CoreServices,
    parts: Record<string, readonly [startMs: number, stopMs: number, needs: readonly string[]]>,
  ) {
    super(services, { id: 'show', title: 'Show', description: '', schema: z.object({}) });
    const { clock } = services;
    const wait = (ms: number): Promise<void> => new Promise((resolve) => clock.setTimeout(resolve, ms));
    for (const [id, [startMs, stopMs, needs]] of Object.entries(parts)) {
      const component: Component = { initialize: () => wait(startMs), cleanup: () => wait(stopMs) };
      this.registerComponent(id, component, {
        title: id,
        needs: needs.map((need) => ({ id: need, required: true })),
      });
    }
  }
}

const build = () => {
  const harness = createCoreHarness();
  const system = createSystem({
    ...harness.options,
    orchestrators: (services) => [
      new Show(services, { obs: [300, 40, []], store: [100, 10, []], scenes: [200, 50, ['obs', 'store']] }),
    ],
  });
  onTestFinished(async () => {
    const stopped = system.stop();
    await harness.clock.advance(60_000);
    await stopped;
  });
  const { clock } = harness;
  const run = async <T>(work: Promise<T>): Promise<T> => {
    await clock.advance(1_000);
    return work;
  };
  return { ...harness, system, run };
};

describe('the timing tree', () => {
  it('knows nothing before the first start', () => {
    const { system } = build();
    expect(system.timings()).toMatchObject({
      start: { beganAfterMs: null, tookMs: null },
      stillStarting: [],
      orchestrators: [
        {
          id: 'show',
          components: [{ id: 'obs', start: { beganAfterMs: null }, usually: { startMs: null } }, {}, {}],
        },
      ],
    });
  });

  it('tells, while a start goes on, who is still at it', async () => {
    const { system, clock } = build();
    const started = system.start();
    await clock.advance(150);
    const timings = system.timings();
    expect(timings.start).toEqual({ beganAfterMs: 0, tookMs: null });
    expect(timings.stillStarting).toEqual(['obs']);
    expect(timings.orchestrators[0]?.components.map(({ id, start }) => [id, start])).toEqual([
      ['obs', { beganAfterMs: 0, tookMs: null }],
      ['store', { beganAfterMs: 0, tookMs: 100 }],
      ['scenes', { beganAfterMs: null, tookMs: null }],
    ]);
    await clock.advance(1_000);
    await started;
  });

  it('keeps who began when and how long each took, of the boot and of the stop', async () => {
    const { system, run } = build();
    await run(system.start());
    await run(system.stop());
    const timings = system.timings();
    expect(timings.start).toEqual({ beganAfterMs: 0, tookMs: 500 });
    expect(timings.stop).toEqual({ beganAfterMs: 0, tookMs: 90 });
    const [show] = timings.orchestrators;
    expect(show).toMatchObject({
      id: 'show',
      start: { beganAfterMs: 0, tookMs: 500 },
      stop: { beganAfterMs: 0, tookMs: 90 },
    });
    expect(show?.components.map(({ id, start, stop }) => [id, start, stop])).toEqual([
      ['obs', { beganAfterMs: 0, tookMs: 300 }, { beganAfterMs: 50, tookMs: 40 }],
      ['store', { beganAfterMs: 0, tookMs: 100 }, { beganAfterMs: 50, tookMs: 10 }],
      ['scenes', { beganAfterMs: 300, tookMs: 200 }, { beganAfterMs: 0, tookMs: 50 }],
    ]);
    expect([timings.stillStarting, timings.stillStopping]).toEqual([[], []]);
  });

  it('tells, while a stop goes on, who is still at it', async () => {
    const { system, clock, run } = build();
    await run(system.start());
    const stopped = system.stop();
    await clock.advance(60);
    const timings = system.timings();
    expect([timings.stop, timings.stillStarting, timings.stillStopping]).toEqual([
      { beganAfterMs: 0, tookMs: null },
      [],
      ['obs'],
    ]);
    expect(timings.orchestrators[0]?.components.map(({ id, stop }) => [id, stop])).toEqual([
      ['obs', { beganAfterMs: 50, tookMs: null }],
      ['store', { beganAfterMs: 50, tookMs: 10 }],
      ['scenes', { beganAfterMs: 0, tookMs: 50 }],
    ]);
    await run(stopped);
  });

  it('says nothing of a stop that was none, nor takes an earlier one for it', async () => {
    const { system, run } = build();
    await run(system.start());
    await run(system.command('stop', 'scenes'));
    expect(system.timings().orchestrators[0]?.components[2]?.stop).toEqual({
      beganAfterMs: null,
      tookMs: null,
    });
    await run(system.stop());
    expect(system.timings().orchestrators[0]?.components.map(({ stop }) => stop.tookMs)).toEqual([
      40,
      10,
      null,
    ]);
    expect(system.timings().orchestrators[0]?.components[2]?.usually.stopMs).toBe(50);
  });

  it('expects of a plan what was measured, and what is then recorded is the plan, wave by wave', async () => {
    const { system, run } = build();
    await run(system.start());
    await run(system.command('restart', 'obs'));
    const plan = system.plan('restart', 'obs');
    if (!plan.ok) throw plan.error;
    expect(plan.value.expectedMs).toBe(50 + 40 + 300 + 200);
    const recorded: string[] = [];
    const listening = system.events.on('component.state-changed', ({ source, data }) => {
      if (source === 'show') return;
      if (data['to'] === 'stopped') recorded.push(`stop ${source}`);
      if (data['to'] === 'running') recorded.push(`start ${source}`);
    });
    const outcome = await run(system.command('restart', 'obs'));
    listening[Symbol.dispose]();
    expect(outcome).toMatchObject({ ok: true, value: { result: 'settled' } });
    expect(recorded).toEqual(
      plan.value.steps.map(({ operation, componentId }) => `${operation} ${componentId}`),
    );
    expect(system.timings().orchestrators[0]?.components[0]?.usually).toEqual({ startMs: 300, stopMs: 40 });
  });
});
