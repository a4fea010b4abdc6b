import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Fault } from '#shared/kernel/index.ts';
import type { ConditionInput } from '../component.ts';
import { BaseOrchestrator, createSystem, type Component, type CoreServices } from '../index.ts';
import { createCoreHarness } from '../testing/index.ts';
import { createScriptedSystem, needsOf } from '../testing/scripted-system.ts';
import { happened } from '../testing/happened.ts';

/** Conditions of a component during and after its life. */

const bridge = { kind: 'bridge' } as const;
const choppy: ConditionInput = {
  type: 'Fluent',
  status: 'false',
  severity: 'degraded',
  reason: 'DropsFrames',
  message: 'It drops frames',
};
const fluent: ConditionInput = {
  type: 'Fluent',
  status: 'true',
  reason: 'Steady',
  message: 'No frame is lost',
};
const lost = new Fault('obs.lost', 'OBS closed the connection', { kind: 'transient', retryAfterMs: 1_000 });

const build = async () => {
  const show = createScriptedSystem({ show: { obs: bridge } });
  await show.system.start();
  const changes: string[] = [];
  show.system.onChange((change) =>
    changes.push('id' in change ? `${change.kind} ${change.id}` : change.kind),
  );
  const types = (): string[] => show.view('obs').health.conditions.map(({ type }) => type);
  const claim = (condition: ConditionInput): void => show.part('obs').context?.setCondition(condition);
  return { ...show, changes, types, claim };
};

class Show extends BaseOrchestrator<object> {
  constructor(services: CoreServices, obs: Component) {
    super(services, { id: 'show', title: 'Show', description: '', schema: z.object({}) });
    this.registerComponent('obs', obs, { title: 'OBS', ...bridge, probe: { intervalMs: 1_000 } });
    const { clock } = services;
    const slow: Component = { cleanup: () => new Promise((resolve) => clock.setTimeout(resolve, 4_000)) };
    this.registerComponent('scenes', slow, { title: 'Scenes', ...bridge, ...needsOf('obs') });
  }
}

describe('a condition', () => {
  it('is visible at once: in its health, its state, its orchestrator, and to views', async () => {
    const { claim, view, changes, system } = await build();
    claim(choppy);
    expect(view('obs')).toMatchObject({
      state: 'degraded',
      health: { level: 'degraded', summary: 'It drops frames', conditions: [{ type: 'Ready' }, choppy] },
    });
    expect(view('show')).toMatchObject({ state: 'degraded', health: { summary: 'obs: It drops frames' } });
    expect(changes).toEqual(expect.arrayContaining(['component obs', 'component show', 'verdict']));
    expect(system.events.recent('component.health-changed', 1)).toMatchObject([
      { message: 'show is degraded: obs: It drops frames' },
    ]);
    claim(fluent);
    expect([view('obs').state, view('show').state]).toEqual(['running', 'running']);
  });

  it('is published to views also when neither state nor level changes, and not when nothing does', async () => {
    const { claim, changes } = await build();
    claim(fluent);
    expect(changes).toContain('component obs');
    changes.length = 0;
    claim(fluent);
    expect(changes).toEqual([]);
  });

  it('is removed with its life; reports of an earlier life are ignored', async () => {
    const { claim, types, part, clock, view } = await build();
    const earlier = part('obs').context;
    claim(choppy);
    expect(types()).toEqual(['Ready', 'Fluent']);
    part('obs').breakDown(lost);
    await clock.settle();
    expect(types()).toEqual(['Ready']);
    await clock.advance(1_000);
    expect(view('obs').state).toBe('running');
    earlier?.setCondition(choppy);
    earlier?.fail(lost);
    await clock.settle();
    expect(types()).toEqual(['Ready']);
    expect(part('obs').calls.filter((call) => call === 'up')).toHaveLength(2);
  });

  it('may be set during the start, and stays after it', async () => {
    const show = createScriptedSystem({ show: { obs: bridge } });
    show.part('obs').starts.push('hang');
    const starting = show.system.start();
    await show.clock.settle();
    show.part('obs').context?.setCondition(choppy);
    expect(show.view('obs').health.conditions).toMatchObject([{ type: 'Ready' }, choppy]);
    show.part('obs').release();
    await starting;
    expect(show.view('obs').state).toBe('degraded');
  });
});

describe('a component with a probe', () => {
  const buildProbed = (getHealth: NonNullable<Component['getHealth']>) => {
    const { clock, options } = createCoreHarness();
    let fail: ((fault: Fault) => void) | undefined;
    const obs: Component = { initialize: (context) => void (fail = context.fail), getHealth };
    const system = createSystem({ ...options, orchestrators: (services) => [new Show(services, obs)] });
    const conditions = () => system.detail('obs')?.health.conditions ?? [];
    return { clock, system, conditions, breakDown: () => fail?.(lost) };
  };

  it('has an unknown response until its first answer, which is then published', async () => {
    const answer = Promise.withResolvers<readonly ConditionInput[]>();
    const { clock, system, conditions } = buildProbed(() => answer.promise);
    await system.start();
    expect(conditions()).toMatchObject([{ type: 'Ready' }, { type: 'Responsive', status: 'unknown' }]);
    const changes: unknown[] = [];
    system.onChange((change) => changes.push(change));
    answer.resolve([fluent]);
    await clock.settle();
    expect(conditions()).toMatchObject([{ type: 'Ready' }, { type: 'Responsive', status: 'true' }, fluent]);
    expect(changes).toContainEqual({ kind: 'component', id: 'obs' });
    const stopped = system.stop();
    await clock.advance(4_000);
    await stopped;
  });

  it('is no longer probed once it has failed', async () => {
    let asked = 0;
    const { clock, system, breakDown } = buildProbed(() => {
      asked++;
      return [];
    });
    await system.start();
    await clock.settle();
    expect(asked).toBe(1);
    breakDown();
    // A component that requires it takes time to stop; until then this one is not stopped.
    await clock.advance(3_000);
    expect([system.detail('scenes')?.state, asked]).toEqual(['stopping', 1]);
    await clock.advance(60_000);
    expect(asked).toBeGreaterThan(1);
    const stopped = system.stop();
    await clock.advance(4_000);
    await stopped;
    expect(clock.pending).toBe(0);
  });
});

describe('a life', () => {
  it('knows its attempt number in the outage', async () => {
    const { part, clock } = await build();
    expect(part('obs').context?.attempt).toBe(1);
    part('obs').starts.push({ fail: lost });
    part('obs').breakDown(lost);
    await clock.advance(1_000);
    expect(part('obs').context?.attempt).toBe(2);
    await clock.advance(1_000);
    expect(part('obs').context?.attempt).toBe(3);
  });

  it('shows its subscriptions: received events of others are an edge of the graph', async () => {
    const { part, system, registerLate } = await build();
    registerLate('show', 'scenes', {});
    part('obs').context?.events.on('scenes.*', () => undefined);
    await system.command('start', 'scenes');
    part('scenes').context?.events.emit(happened('scenes.changed', { message: 'Now in the lobby' }));
    expect(system.edges()).toContainEqual({ from: 'scenes', to: 'obs', kind: 'events', rate: 0.1 });
  });
});
