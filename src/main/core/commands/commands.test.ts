import { describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import { createScriptedSystem, needsOf, type ScriptedParts } from '../testing/scripted-system.ts';

const chain: ScriptedParts = {
  obs: { kind: 'bridge' },
  scenes: needsOf('obs'),
  rules: needsOf('scenes'),
  stats: needsOf('obs?'),
};

const lost = new Fault('obs.lost', 'OBS closed the connection', { kind: 'transient', retryAfterMs: 10_000 });

describe('a plan', () => {
  it('is followed step by step', async () => {
    const { system } = createScriptedSystem({ show: chain });
    await system.start();
    for (const action of ['restart', 'stop', 'start'] as const) {
      const plan = system.plan(action, 'obs');
      const planned = plan.ok
        ? plan.value.steps.map(({ componentId, operation }) => `${operation} ${componentId}`)
        : [];
      const seen: string[] = [];
      const watching = system.events.on('component.state-changed', ({ source, data }) => {
        if (data['to'] === 'stopped') seen.push(`stop ${source}`);
        if (data['to'] === 'starting') seen.push(`start ${source}`);
      });
      await system.command(action, 'obs');
      if (action !== 'stop') await system.command('start', 'rules');
      watching[Symbol.dispose]();
      expect(seen.filter((step) => !step.endsWith('show')).slice(0, planned.length)).toEqual(planned);
      expect(planned.length).toBeGreaterThan(2);
    }
  });

  it('names the components that stop, and the expected duration from measurements', async () => {
    const { system, clock, part } = createScriptedSystem({ show: chain });
    const before = system.plan('start', 'show');
    expect(before).toMatchObject({ value: { expectedMs: null, steps: { length: 4 } } });
    part('obs').starts.push('hang');
    const starting = system.start();
    await clock.advance(2_000);
    part('obs').release();
    await clock.settle();
    await starting;
    expect(system.plan('stop', 'obs')).toMatchObject({
      value: {
        alsoStops: [{ componentId: 'scenes' }, { componentId: 'rules' }],
        steps: [
          { componentId: 'rules', wave: 0 },
          { componentId: 'scenes', wave: 1 },
          { componentId: 'obs', wave: 2 },
        ],
      },
    });
    await system.command('stop', 'obs');
    expect(system.plan('start', 'obs')).toMatchObject({ value: { expectedMs: 2_000 } });
    expect(system.plan('start', 'nobody')).toMatchObject({ ok: false, error: { code: 'component.unknown' } });
  });
});

describe('a command', () => {
  it('stops the dependents of its target, which come back with it', async () => {
    const { system, states, view } = createScriptedSystem({ show: chain });
    await system.start();
    await expect(system.command('stop', 'obs')).resolves.toMatchObject({
      value: { result: 'settled', message: 'obs has stopped' },
    });
    expect(states()).toEqual({
      show: 'degraded',
      obs: 'stopped',
      scenes: 'stopped',
      rules: 'stopped',
      stats: 'running',
    });
    expect(view('rules')).toMatchObject({
      desired: 'running',
      cause: { componentId: 'obs' },
      health: { level: 'degraded' },
    });
    expect(system.verdict()).toMatchObject({
      causeId: 'obs',
      action: { kind: 'start-component', target: 'obs' },
    });
    await system.command('start', 'obs');
    await system.command('start', 'rules');
    expect(new Set(Object.values(states()))).toEqual(new Set(['running']));
  });

  it('starts the requirements of its target, also in another orchestrator, and nothing else', async () => {
    const { system, states } = createScriptedSystem({
      show: chain,
      watch: { alarm: needsOf('scenes'), log: {} },
    });
    await expect(system.command('start', 'alarm')).resolves.toMatchObject({ value: { result: 'settled' } });
    expect(states()).toMatchObject({
      obs: 'running',
      scenes: 'running',
      alarm: 'running',
      rules: 'idle',
      log: 'idle',
    });
    await system.command('start', 'watch');
    expect(states()).toMatchObject({ log: 'running' });
  });

  it('reports a failure with its reason, and does not settle', async () => {
    const { system, part } = createScriptedSystem({ show: chain });
    await system.start();
    await system.command('stop', 'obs');
    part('obs').starts.push({ fail: lost });
    await expect(system.command('start', 'obs')).resolves.toMatchObject({
      value: { result: 'failed', message: 'OBS closed the connection' },
    });
  });

  it('reports a timeout with the last observation', async () => {
    const { system, part, clock } = createScriptedSystem({ show: chain });
    await system.start();
    await system.command('stop', 'obs');
    part('obs').starts.push('hang');
    const command = system.command('start', 'obs', { timeoutMs: 3_000 });
    await clock.advance(3_000);
    await expect(command).resolves.toMatchObject({
      value: { result: 'timed-out', message: 'Not finished after 3 s: obs is starting', elapsedMs: 3_000 },
    });
    part('obs').release();
    await clock.settle();
  });

  it('settles a restart only after a new life has started', async () => {
    const { system, part } = createScriptedSystem({ show: chain });
    await system.start();
    await expect(system.command('restart', 'obs')).resolves.toMatchObject({ value: { result: 'settled' } });
    expect(part('obs').calls).toEqual(['initialize', 'up', 'cleanup', 'initialize', 'up']);
    await expect(system.command('restart', 'show')).resolves.toMatchObject({ value: { result: 'settled' } });
    expect(part('rules').calls.filter((call) => call === 'up')).toHaveLength(3);
  });

  it('starts one life, not two, of a component that is down after a rolled-back start', async () => {
    const { system, clock, part } = createScriptedSystem({ show: { store: {}, engine: needsOf('store') } });
    part('engine').starts.push('hang');
    void system.start();
    await clock.advance(20_000);
    expect(part('store').calls).toEqual(['initialize', 'up', 'cleanup']);
    await system.command('restart', 'store');
    expect(part('store').calls).toEqual(['initialize', 'up', 'cleanup', 'initialize', 'up']);
  });

  it('gives its correlation id to all events that it causes', async () => {
    const { system } = createScriptedSystem({ show: chain });
    await system.start();
    await system.command('restart', 'obs', { correlationId: 'click-1' });
    const belonging = system.events.recent('*', 1_000).filter((event) => event.correlationId === 'click-1');
    expect(belonging.map((event) => event.topic)).toEqual(
      expect.arrayContaining(['command.accepted', 'component.state-changed', 'command.settled']),
    );
  });

  it('to an unknown id is refused', async () => {
    const { system } = createScriptedSystem({ show: chain });
    await expect(system.command('start', 'nobody')).resolves.toMatchObject({
      ok: false,
      error: { code: 'component.unknown' },
    });
  });
});

describe('waiting', () => {
  it('ends at once with a probe', async () => {
    const { system, part, view } = createScriptedSystem({ show: chain });
    part('obs').starts.push({ fail: lost });
    await system.start();
    expect(view('obs')).toMatchObject({ state: 'failed', waiting: { for: 'retry', attempt: 2 } });
    await expect(system.probe('obs')).resolves.toMatchObject({
      ok: true,
      value: [{ type: 'Ready', status: 'true' }],
    });
  });

  it('ends within two seconds of a wake-up, for every component that waits for a retry', async () => {
    const { system, part, states, clock } = createScriptedSystem({
      show: { a: { kind: 'bridge' }, b: { kind: 'bridge' } },
    });
    for (const id of ['a', 'b'])
      part(id).starts.push({
        fail: new Fault('x.lost', 'lost', { kind: 'transient', retryAfterMs: 3_600_000 }),
      });
    await system.start();
    system.notifyWake('the machine woke up');
    await clock.advance(2_000);
    expect(states()).toEqual({ show: 'running', a: 'running', b: 'running' });
    await system.stop();
    expect(clock.pending).toBe(0);
  });

  it('ends when a secret is set, only for components that wait for a secret', async () => {
    const { system, part, states, clock } = createScriptedSystem({ show: { a: { kind: 'bridge' } } });
    part('a').starts.push({ fail: new Fault('a.no-token', 'No token', { kind: 'authentication' }) });
    await system.start();
    expect(system.verdict()).toMatchObject({ sentence: 'a: No token', action: { kind: 'open-settings' } });
    system.notifySettingsChanged('a');
    await clock.settle();
    expect(states()).toMatchObject({ a: 'running' });
  });

  it('for a dependency that the component reported missing ends when it runs', async () => {
    const { system, part, states, clock } = createScriptedSystem({
      show: { a: { kind: 'bridge' }, b: { kind: 'bridge' } },
    });
    part('a').starts.push({ fail: lost });
    part('b').starts.push({
      fail: new Fault('b.no-a', 'a is not there', {
        kind: 'dependency',
        action: { kind: 'start-component', label: 'Start a', target: 'a' },
      }),
    });
    await system.start();
    expect(states()).toMatchObject({ a: 'failed', b: 'failed' });
    await clock.advance(10_000);
    expect(states()).toMatchObject({ a: 'running', b: 'running' });
  });
});

describe('settings', () => {
  const parts: ScriptedParts = {
    bridge: { kind: 'bridge', restartOn: ['port'], enabled: ({ on }) => on },
    rest: {},
  };

  it('take effect live, or restart the components that use them', async () => {
    const { system, part, clock } = createScriptedSystem({ show: parts });
    await system.start();
    expect(system.previewConfig('show', { port: 2, word: 'b' })).toEqual({
      ok: true,
      value: { live: ['word'], restarts: ['bridge'] },
    });
    expect(part('bridge').calls).toEqual(['initialize', 'up']);
    expect(system.applyConfig('show', { word: 'b' })).toEqual({
      ok: true,
      value: { live: ['word'], restarts: [] },
    });
    await clock.settle();
    expect(part('bridge').calls).toEqual(['initialize', 'up']);
    system.applyConfig('show', { port: 2 });
    await clock.settle();
    expect(part('bridge').calls).toEqual(['initialize', 'up', 'cleanup', 'initialize', 'up']);
    expect(part('rest').calls).toEqual(['initialize', 'up']);
  });

  it('switch a component off and on', async () => {
    const { system, states, clock } = createScriptedSystem({ show: parts });
    await system.start();
    system.applyConfig('show', { on: false });
    await clock.settle();
    expect(states()).toEqual({ show: 'running', bridge: 'stopped', rest: 'running' });
    await expect(system.command('start', 'bridge')).resolves.toMatchObject({
      error: { code: 'command.switched-off' },
    });
    system.applyConfig('show', { on: true });
    await clock.settle();
    expect(states()).toMatchObject({ bridge: 'running' });
  });

  it('that were wrong are retried when they change, also after a rolled-back start', async () => {
    const { system, part, states, clock } = createScriptedSystem({ show: { ...parts, engine: {} } });
    part('engine').starts.push({
      fail: new Fault('engine.bad', 'The word is wrong', { kind: 'configuration' }),
    });
    await system.start();
    expect(states()).toMatchObject({ show: 'failed', engine: 'failed', bridge: 'stopped' });
    system.applyConfig('show', { word: 'right' });
    await clock.settle();
    expect(new Set(Object.values(states()))).toEqual(new Set(['running']));
  });
});

describe('orchestrators', () => {
  it('that depend on each other start and stop in that order, and share problems', async () => {
    const { system, part, clock, states, view } = createScriptedSystem(
      { stage: { obs: {} }, show: { rules: {} } },
      { show: { needs: [{ id: 'stage', required: true }] } },
    );
    part('obs').starts.push('hang');
    const starting = system.start();
    await clock.advance(1_000);
    expect(states()).toMatchObject({ obs: 'starting', rules: 'idle', show: 'starting' });
    expect(view('rules')).toMatchObject({ waiting: { for: 'dependency', componentId: 'stage' } });
    part('obs').release();
    await starting;
    expect(states()).toMatchObject({ rules: 'running' });
    part('obs').breakDown(lost);
    await clock.settle();
    expect(states()).toMatchObject({ stage: 'failed', obs: 'failed', rules: 'stopped' });
    expect(system.verdict()).toMatchObject({ causeId: 'obs', collateral: ['rules'] });
    await clock.advance(10_000);
    expect(states()).toMatchObject({ stage: 'running', rules: 'running' });
  });
});
