import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Component, ConditionInput } from '../component.ts';
import { BaseOrchestrator, createSystem, type ComponentOptions, type CoreServices } from '../index.ts';
import { createCoreHarness } from '../testing/index.ts';
import { happened } from '../testing/happened.ts';

class Group extends BaseOrchestrator<object> {
  constructor(services: CoreServices, component: Component, options: Partial<ComponentOptions>) {
    super(services, { id: 'group', title: 'Group', description: '', schema: z.object({}) });
    this.registerComponent('part', component, { title: 'Part', kind: 'bridge', ...options });
    this.registerComponent('other', {}, { title: 'Other', needs: [{ id: 'part', required: false }] });
  }
}

const connected = (status: ConditionInput['status']): ConditionInput => ({
  type: 'Connected',
  status,
  reason: status === 'true' ? 'Answers' : 'Silent',
  message: status,
});

const start = async (component: Component, options: Partial<ComponentOptions> = {}) => {
  const harness = createCoreHarness();
  const system = createSystem({
    ...harness.options,
    orchestrators: (services) => [new Group(services, component, options)],
  });
  onTestFinished(async () => {
    await system.stop();
  });
  await system.start();
  await harness.clock.settle();
  const view = () => system.list().find(({ id }) => id === 'part');
  const status = (type: string) => view()?.health.conditions.find((each) => each.type === type)?.status;
  return { ...harness, system, view, status };
};

describe('a probe', () => {
  it('changes the health when it contradicts it twice in a row, and not at once', async () => {
    const answers: ConditionInput['status'][] = ['true', 'false', 'true', 'false', 'false', 'true', 'true'];
    const { clock, status } = await start(
      { getHealth: () => [connected(answers.shift() ?? 'true')] },
      { probe: { intervalMs: 1_000 } },
    );
    const seen = [status('Connected')];
    while (answers.length > 0) {
      await clock.advance(1_000);
      seen.push(status('Connected'));
    }
    expect(seen).toEqual(['true', 'true', 'true', 'true', 'false', 'false', 'true']);
  });

  it('without an answer three times restarts the component if configured', async () => {
    let lives = 0;
    const { clock, view } = await start(
      {
        initialize: () => void lives++,
        getHealth: () => (lives === 1 ? new Promise<never>(() => undefined) : [connected('true')]),
      },
      { probe: { intervalMs: 1_000, timeoutMs: 500, restartAfter: 3 } },
    );
    await clock.advance(3_400);
    expect([lives, view()?.state]).toEqual([1, 'degraded']);
    await clock.advance(100);
    expect(view()).toMatchObject({
      state: 'failed',
      supervision: { lastFailure: { code: 'health.probe-timed-out' } },
    });
    await clock.advance(1_000);
    expect([lives, view()?.state]).toEqual([2, 'running']);
  });

  it('without an answer for ever only degrades by default', async () => {
    let lives = 0;
    const { clock, view, status } = await start(
      { initialize: () => void lives++, getHealth: () => new Promise<never>(() => undefined) },
      { probe: { intervalMs: 1_000, timeoutMs: 500 } },
    );
    await clock.advance(600_000);
    expect([lives, view()?.state, status('Responsive')]).toEqual([1, 'degraded', 'false']);
  });
});

describe('the reading of facts, metrics and flows once a second', () => {
  it('publishes a changed fact, without secrets, and null when reading it throws', async () => {
    const facts: (string | null | Error)[] = [
      '3 viewers',
      '3 viewers',
      'token=swordfish9',
      new Error('no'),
      null,
    ];
    const { clock, system, view, lines } = await start({
      getFact: () => {
        const fact = facts.shift() ?? null;
        if (fact instanceof Error) throw fact;
        return fact;
      },
    });
    const published: (string | null)[] = [];
    using _listening = system.onChange((change) => {
      if (change.kind === 'component' && change.id === 'part') published.push(view()?.fact ?? null);
    });
    await clock.advance(5_000);
    expect(published).toEqual(['3 viewers', 'token=[redacted]', null]);
    expect(lines.filter(({ message }) => message === 'Reading its fact failed')).toHaveLength(1);
  });

  it('has the metrics of running components, and none of a component that throws', async () => {
    let broken = false;
    const { system, lines } = await start({
      getMetrics: () => {
        if (broken) throw new Error('no numbers');
        return [{ name: 'latency', unit: 'ms', value: 12 }];
      },
    });
    expect(system.readMetrics()).toEqual([
      { componentId: 'part', readings: [{ name: 'latency', unit: 'ms', value: 12 }] },
    ]);
    broken = true;
    expect(system.readMetrics()).toEqual([]);
    expect(lines.some(({ message }) => message === 'Reading its numbers failed')).toBe(true);
    await system.stop();
    expect(system.readMetrics()).toEqual([]);
  });

  it('shows the declared edges and the observed event flows', async () => {
    const { system, clock } = await start({
      initialize: (context) => void context.events.on('other.said', () => undefined),
    });
    const uses = { from: 'other', to: 'part', kind: 'uses', rate: null };
    expect(system.edges()).toEqual([uses]);
    const edgeChanges: string[] = [];
    using _listening = system.onChange(({ kind }) => void (kind === 'edges' && edgeChanges.push(kind)));
    for (let times = 0; times < 5; times++)
      system.events.emit('other', happened('other.said', { message: 'said' }));
    await clock.advance(1_000);
    expect(system.edges()).toEqual([uses, { from: 'other', to: 'part', kind: 'events', rate: 0.5 }]);
    expect(edgeChanges).toEqual(['edges']);
  });
});
