import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BaseOrchestrator, createSystem, type Component, type CoreServices } from '../index.ts';
import { createCoreHarness } from '../testing/index.ts';
import { createScriptedSystem, needsOf } from '../testing/scripted-system.ts';
import { happened } from '../testing/happened.ts';

class Show extends BaseOrchestrator<object> {
  constructor(services: CoreServices, component: Component, status: () => { readonly secret?: string }) {
    super(services, {
      id: 'show',
      title: 'Show',
      description: 'All of it',
      schema: z.object({}),
      settingsPath: 'show',
    });
    this.ownStatus = () => ({ ...status() });
    this.registerComponent('obs', component, {
      title: 'OBS',
      description: 'The studio',
      kind: 'bridge',
      platform: 'obs',
      settingsPath: 'show.obs',
    });
  }
}

const build = (component: Component, status: () => { readonly secret?: string } = () => ({})) => {
  const { options, clock } = createCoreHarness();
  const system = createSystem({
    ...options,
    orchestrators: (services) => [new Show(services, component, status)],
  });
  return { system, clock };
};

describe('the view of a component', () => {
  it('has its registered options and its current state', () => {
    const { system, clock } = build({});
    expect(system.detail('obs')).toMatchObject({
      id: 'obs',
      title: 'OBS',
      description: 'The studio',
      kind: 'bridge',
      parent: 'show',
      platform: 'obs',
      desired: 'stopped',
      since: clock.now(),
      startedAt: null,
      fact: null,
      settingsPath: 'show.obs',
      status: {},
    });
    expect(system.detail('show')).toMatchObject({
      kind: 'orchestrator',
      parent: null,
      platform: null,
      desired: 'stopped',
      cause: null,
      settingsPath: 'show',
    });
    expect(system.detail('nobody')).toBeUndefined();
  });

  it('follows its state', async () => {
    const { system, clock } = build({});
    await clock.advance(1_000);
    await system.start();
    const view = system.detail('obs');
    expect(view).toMatchObject({
      desired: 'running',
      state: 'running',
      startedAt: clock.now(),
      since: clock.now(),
    });
    expect(view?.health.conditions.map(({ type }) => type)).toEqual(['Ready']);
    expect(system.detail('show')).toMatchObject({ desired: 'running', startedAt: clock.now() });
    await system.stop();
    expect(system.detail('obs')?.startedAt).toBeNull();
  });

  it('has its facts without secrets, at any depth', () => {
    const { system } = build({ getStatus: () => ({ scene: 'Live', sign: { password: 'hunter2' } }) }, () => ({
      secret: 'hunter2',
    }));
    expect(system.detail('obs')?.status).toEqual({ scene: 'Live', sign: { password: '[redacted]' } });
    expect(system.detail('show')?.status).toEqual({ secret: '[redacted]' });
  });

  it.each([
    ['an error', new Error('no status, token=abcd1234efgh'), 'no status, token=[redacted]'],
    ['anything else', 'nothing to say', 'nothing to say'],
  ])('reports that its status throws %s', (_, thrown, words) => {
    const { system } = build({
      getStatus: () => {
        throw thrown;
      },
    });
    expect(system.detail('obs')).toMatchObject({ id: 'obs', status: { statusError: words } });
  });
});

describe('the graph of components', () => {
  const groups = {
    stage: { obs: {}, scenes: needsOf('obs'), stats: needsOf('obs?', 'scenes') },
    show: { rules: needsOf('stage') },
  };

  it('lists all dependents of a component, direct and indirect, required or not', () => {
    const { system } = createScriptedSystem(groups);
    expect(system.detail('obs')?.dependents.toSorted()).toEqual([
      'rules',
      'scenes',
      'show',
      'stage',
      'stats',
    ]);
    expect(system.detail('rules')?.dependents).toEqual(['show']);
    expect(system.detail('stats')?.needs).toEqual([
      { id: 'obs', required: false },
      { id: 'scenes', required: true },
    ]);
  });

  it('has an edge for each declared need', () => {
    const { system } = createScriptedSystem(groups, { show: needsOf('stage?') });
    expect(system.edges()).toEqual([
      { from: 'show', to: 'stage', kind: 'uses', rate: null },
      { from: 'scenes', to: 'obs', kind: 'requires', rate: null },
      { from: 'stats', to: 'obs', kind: 'uses', rate: null },
      { from: 'stats', to: 'scenes', kind: 'requires', rate: null },
      { from: 'rules', to: 'stage', kind: 'requires', rate: null },
    ]);
  });

  it('has an edge for each observed flow, in events per second, between existing components', async () => {
    const { system, part, clock } = createScriptedSystem({ show: { obs: {}, rules: {} } });
    await system.start();
    part('rules').context?.events.on('obs.*', () => undefined);
    for (let times = 0; times < 13; times++)
      part('obs').context?.events.emit(happened('obs.told', { message: '' }));
    system.events.emit('nobody', happened('obs.told', { message: '' }));
    await clock.settle();
    expect(system.edges()).toEqual([{ from: 'obs', to: 'rules', kind: 'events', rate: 1.3 }]);
  });
});
