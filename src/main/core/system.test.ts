import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Fault } from '#shared/kernel/index.ts';
import { BaseOrchestrator, createSystem, type ComponentOptions, type CoreServices } from './index.ts';
import { createCoreHarness, createScriptedComponent, type ScriptedComponent } from './testing/index.ts';

const schema = z.object({ obs: z.object({ port: z.number().default(4455) }).prefault({}) });

class Show extends BaseOrchestrator<z.infer<typeof schema>> {
  constructor(
    services: CoreServices,
    id: string,
    parts: Readonly<Record<string, [ScriptedComponent, Partial<ComponentOptions>]>>,
  ) {
    super(services, { id, title: id, description: '', schema });
    for (const [name, [component, options]] of Object.entries(parts)) {
      this.registerComponent(name, component, { title: name, ...options });
    }
  }
}

const build = (parts: Record<string, Partial<ComponentOptions>>) => {
  const harness = createCoreHarness();
  const journal: string[] = [];
  const components = Object.fromEntries(
    Object.keys(parts).map((id) => [id, createScriptedComponent(id, journal)]),
  );
  const part = (id: string): ScriptedComponent => {
    const found = components[id];
    if (!found) throw new Error(`no component ${id}`);
    return found;
  };
  const system = createSystem({
    ...harness.options,
    orchestrators: (services) => [
      new Show(
        services,
        'show',
        Object.fromEntries(Object.entries(parts).map(([id, options]) => [id, [part(id), options]])),
      ),
    ],
  });
  return { ...harness, system, journal, part };
};

const chain = {
  obs: { kind: 'bridge' },
  scenes: { needs: [{ id: 'obs', required: true }] },
  rules: { needs: [{ id: 'scenes', required: true }] },
} as const satisfies Record<string, Partial<ComponentOptions>>;

describe('system', () => {
  it('starts dependencies first and stops them last', async () => {
    const { system, journal, clock } = build(chain);
    const reports = await system.start();
    expect(reports.get('show')).toMatchObject({ ok: true, value: { outcome: 'running' } });
    expect(system.verdict()).toMatchObject({ level: 'healthy', sentence: 'Everything is healthy' });
    await system.stop();
    expect(journal).toEqual([
      'obs:initialize',
      'obs:up',
      'scenes:initialize',
      'scenes:up',
      'rules:initialize',
      'rules:up',
      'rules:cleanup',
      'scenes:cleanup',
      'obs:cleanup',
    ]);
    expect(clock.pending).toBe(0);
  });

  it('stops the dependents of a lost connection, and brings all back after the backoff', async () => {
    const { system, journal, clock, part } = build(chain);
    await system.start();
    journal.length = 0;
    part('obs').breakDown(
      new Fault('obs.connection-lost', 'OBS closed the connection', { kind: 'transient' }),
    );
    await clock.settle();
    expect(journal).toEqual(['rules:cleanup', 'scenes:cleanup', 'obs:cleanup']);
    const views = new Map(system.list().map((view) => [view.id, view]));
    expect(views.get('obs')).toMatchObject({ state: 'failed', waiting: { for: 'retry' }, cause: null });
    expect(views.get('rules')).toMatchObject({
      state: 'stopped',
      waiting: { for: 'dependency', componentId: 'scenes' },
      cause: { componentId: 'obs' },
    });
    expect(system.verdict()).toMatchObject({
      causeId: 'obs',
      collateral: ['scenes', 'rules'],
      level: 'unhealthy',
    });
    await clock.advance(600);
    expect(system.verdict().sentence).toBe('Everything is healthy');
    await system.stop();
  });

  it('does not retry a refused password until a person acts', async () => {
    const { system, clock, part } = build(chain);
    part('obs').starts.push({
      fail: new Fault('obs.wrong-password', 'OBS refused the password', {
        kind: 'authentication',
        action: { kind: 'open-settings', label: 'Enter the OBS password', target: 'show.obs' },
      }),
    });
    await system.start();
    await clock.advance(3_600_000);
    expect(part('obs').calls).toEqual(['initialize']);
    expect(system.list().find((view) => view.id === 'obs')).toMatchObject({
      state: 'failed',
      waiting: { for: 'settings', action: { label: 'Enter the OBS password' } },
    });
    expect(system.verdict()).toMatchObject({ action: { label: 'Enter the OBS password' } });
    const outcome = await system.command('start', 'obs');
    expect(outcome).toMatchObject({ ok: true, value: { result: 'settled' } });
    await clock.settle();
    expect(system.verdict().sentence).toBe('Everything is healthy');
    await system.stop();
  });

  it('rolls a start back when an essential component fails', async () => {
    const { system, journal, part } = build({
      store: {},
      engine: { needs: [{ id: 'store', required: true }] },
    });
    part('engine').starts.push({
      fail: new Fault('engine.bad', 'The engine is wrongly set', { kind: 'configuration' }),
    });
    const reports = await system.start();
    expect(reports.get('show')).toMatchObject({ ok: false, error: { code: 'lifecycle.start-rolled-back' } });
    expect(journal).toEqual(['store:initialize', 'store:up', 'engine:initialize', 'store:cleanup']);
    await system.stop();
  });

  it('quarantines a component that keeps failing and releases it by hand', async () => {
    const { system, clock, part } = build({ bot: { kind: 'bridge' } });
    for (let times = 0; times < 5; times++)
      part('bot').starts.push({ fail: new TypeError('x is undefined') });
    await system.start();
    await clock.advance(60_000);
    expect(system.list().find((view) => view.id === 'bot')).toMatchObject({
      state: 'quarantined',
      health: { level: 'quarantined' },
      supervision: { evidence: { length: 5 } },
    });
    await expect(system.command('start', 'bot')).resolves.toMatchObject({ value: { result: 'settled' } });
    await system.stop();
    expect(clock.pending).toBe(0);
  });
});
