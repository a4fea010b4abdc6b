import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { BaseOrchestrator, createSystem, type Component, type CoreServices } from '../index.ts';
import { createCoreHarness } from '../testing/index.ts';

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

it('plans a restart with the measured times, and the restart then follows the plan wave by wave', async () => {
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
});
