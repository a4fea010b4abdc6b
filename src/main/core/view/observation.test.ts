import { describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import type { ConditionInput } from '../component.ts';
import { createScriptedSystem, needsOf, type ScriptedSystem } from '../testing/scripted-system.ts';

const lost = new Fault('obs.connection-lost', 'OBS closed the connection', {
  kind: 'transient',
  retryAfterMs: 10_000,
});
const refused = new Fault('obs.wrong-password', 'OBS refused the password', { kind: 'authentication' });
const bridge = { kind: 'bridge' } as const;

/** OBS, and a chain of components that require each other. */
const chain = {
  obs: bridge,
  scenes: { ...bridge, ...needsOf('obs') },
  rules: { ...bridge, ...needsOf('scenes') },
};

const ready = ({ view }: ScriptedSystem, id: string): Partial<ConditionInput> => {
  const { status, reason, message, severity } =
    view(id).health.conditions.find(({ type }) => type === 'Ready') ?? {};
  return {
    ...(status && { status }),
    ...(reason && { reason }),
    ...(message && { message }),
    ...(severity && { severity }),
  };
};

const claim = (status: ConditionInput['status'], severity: 'degraded' | 'unhealthy'): ConditionInput => ({
  type: 'Fluent',
  status,
  severity,
  reason: 'Measured',
  message: 'Frames are dropped',
});

describe('a component', () => {
  it('is idle, starts, runs, stops, and has stopped', async () => {
    const show = createScriptedSystem({ show: { obs: bridge } });
    expect(show.view('obs')).toMatchObject({ state: 'idle', desired: 'stopped', waiting: null });
    show.part('obs').starts.push('hang');
    const starting = show.system.start();
    expect(show.view('obs')).toMatchObject({ state: 'starting', desired: 'running', waiting: null });
    expect(ready(show, 'obs')).toMatchObject({
      status: 'unknown',
      reason: 'Starting',
      message: 'Starting',
    });
    show.part('obs').release();
    await starting;
    expect(show.view('obs')).toMatchObject({ state: 'running', waiting: null });
    expect(ready(show, 'obs')).toMatchObject({ status: 'true', reason: 'Running', message: 'Running' });

    show.part('obs').stops.push('hang');
    const stopping = show.system.command('stop', 'obs');
    await show.clock.settle();
    expect(show.view('obs')).toMatchObject({ state: 'stopping', desired: 'stopped' });
    expect(ready(show, 'obs')).toMatchObject({
      status: 'unknown',
      reason: 'SwitchedOff',
      message: 'Switched off',
    });
    show.part('obs').release();
    await stopping;
    expect(show.view('obs')).toMatchObject({ state: 'stopped', waiting: null });
  });

  it.each(['degraded', 'unhealthy'] as const)(
    'that reports to be %s runs with problems',
    async (severity) => {
      const show = createScriptedSystem({ show: { obs: bridge } });
      await show.system.start();
      show.part('obs').context?.setCondition(claim('false', severity));
      expect(show.view('obs')).toMatchObject({
        state: 'degraded',
        health: { level: severity, summary: 'Frames are dropped' },
      });
      show.part('obs').context?.setCondition(claim('unknown', severity));
      expect(show.view('obs')).toMatchObject({ state: 'running', health: { level: 'unknown' } });
      show.part('obs').context?.setCondition(claim('true', severity));
      expect(show.view('obs')).toMatchObject({
        state: 'running',
        health: { level: 'healthy', summary: 'All checks passing' },
      });
    },
  );

  it('that failed gives the reason, waits, and shows the last failure during the retry', async () => {
    const show = createScriptedSystem({ show: { obs: bridge } });
    show.part('obs').starts.push({ fail: lost }, 'hang');
    await show.system.start();
    expect(show.view('obs')).toMatchObject({
      state: 'failed',
      waiting: { for: 'retry', attempt: 2, nextAttemptAt: show.clock.now() + 10_000 },
      cause: null,
    });
    expect(ready(show, 'obs')).toMatchObject({
      status: 'false',
      reason: 'ConnectionLost',
      message: 'OBS closed the connection',
    });
    await show.clock.advance(10_000);
    expect(show.view('obs')).toMatchObject({ state: 'starting', waiting: null });
    expect(ready(show, 'obs')).toMatchObject({
      status: 'false',
      reason: 'ConnectionLost',
      message: 'OBS closed the connection',
    });
  });

  it('that is restarted by hand is stopping, not failed, and starts without its past failures', async () => {
    const show = createScriptedSystem({ show: { obs: bridge } });
    await show.system.start();
    show.part('obs').stops.push('hang');
    show.part('obs').starts.push('hang');
    const restarting = show.system.command('restart', 'obs');
    await show.clock.settle();
    expect(show.view('obs').state).toBe('stopping');
    expect(ready(show, 'obs')).toMatchObject({
      status: 'unknown',
      reason: 'Stopping',
      message: 'Stopping',
    });
    show.part('obs').release();
    await show.clock.settle();
    expect(ready(show, 'obs')).toMatchObject({ status: 'unknown', reason: 'Starting' });
    show.part('obs').release();
    await restarting;
  });

  it('that waits for its dependents is already stopping', async () => {
    const show = createScriptedSystem({ show: chain });
    await show.system.start();
    show.part('rules').stops.push('hang');
    const stopping = show.system.command('restart', 'obs');
    await show.clock.settle();
    expect(show.states()).toMatchObject({ obs: 'stopping', scenes: 'stopping', rules: 'stopping' });
    expect(ready(show, 'obs')).toMatchObject({ reason: 'Stopping' });
    show.part('rules').release();
    await stopping;
  });

  it('that ignores its stop signal has failed, reports it, and does not start before it has ended', async () => {
    const show = createScriptedSystem({ show: { obs: bridge } });
    await show.system.start();
    show.part('obs').stops.push('hang');
    const stopping = show.system.command('stop', 'obs');
    await show.clock.advance(5_000);
    await stopping;
    expect(show.view('obs')).toMatchObject({ state: 'stopped', waiting: null });
    const starting = show.system.command('start', 'obs');
    await show.clock.settle();
    expect(show.view('obs')).toMatchObject({
      state: 'failed',
      waiting: {
        for: 'operator',
        message: 'obs ignores its stop signal and can’t start again until it has ended',
      },
    });
    expect(ready(show, 'obs')).toMatchObject({
      status: 'false',
      reason: 'Hangs',
      message: 'Work of its last run has not ended',
    });
    show.part('obs').release();
    await expect(starting).resolves.toMatchObject({ value: { result: 'settled' } });
  });

  it('that needs a person reports it, with a well-formed reason', async () => {
    const show = createScriptedSystem({ show: { obs: bridge } });
    show.part('obs').starts.push({ fail: new Fault('plain', 'No', { kind: 'configuration' }) });
    await show.system.start();
    expect(ready(show, 'obs').reason).toBe('Plain');
    show.part('obs').starts.push({ fail: new Fault('obs.bad--HTTP_code', 'No', { kind: 'authentication' }) });
    await show.system.command('start', 'obs');
    expect(ready(show, 'obs').reason).toBe('BadHTTPCode');
    expect(show.view('obs').waiting).toMatchObject({ for: 'sign-in' });
  });
});

describe('a component that waits for another', () => {
  it('that failed names it and the reason', async () => {
    const show = createScriptedSystem({ show: chain });
    show.part('obs').starts.push({ fail: refused });
    await show.system.start();
    expect(show.view('rules')).toMatchObject({
      state: 'idle',
      waiting: { for: 'dependency', componentId: 'scenes', message: 'Waiting for scenes' },
      cause: { componentId: 'obs', message: 'OBS refused the password', since: show.view('obs').since },
    });
    expect(ready(show, 'rules')).toEqual({
      status: 'false',
      severity: 'unhealthy',
      reason: 'DependencyDown',
      message: 'Waiting for obs: OBS refused the password',
    });
  });

  it('that is stopped is degraded and says so', async () => {
    const show = createScriptedSystem({ show: chain });
    await show.system.start();
    await show.system.command('stop', 'obs');
    expect(ready(show, 'rules')).toEqual({
      status: 'false',
      severity: 'degraded',
      reason: 'DependencyOff',
      message: 'Waiting for obs. obs was stopped',
    });
    expect(show.view('rules').cause).toMatchObject({ componentId: 'obs', message: 'obs was stopped' });
  });

  it('that the settings switch off says the same', async () => {
    const show = createScriptedSystem({ show: { ...chain, obs: { ...bridge, enabled: ({ on }) => on } } });
    await show.system.start();
    show.system.applyConfig('show', { on: false });
    await show.clock.settle();
    expect(ready(show, 'scenes')).toMatchObject({ reason: 'DependencyOff', severity: 'degraded' });
    expect(show.view('scenes').cause).toMatchObject({
      componentId: 'obs',
      message: 'obs is switched off in the settings',
    });
  });

  it('that is starting is unknown', async () => {
    const show = createScriptedSystem({ show: chain });
    show.part('obs').starts.push('hang');
    const starting = show.system.start();
    await show.clock.settle();
    expect(ready(show, 'rules')).toMatchObject({
      status: 'unknown',
      reason: 'DependencyStarting',
      message: 'Waiting for obs to start',
    });
    show.part('obs').release();
    await starting;
  });

  it('of another orchestrator names the root component', async () => {
    const show = createScriptedSystem(
      { stage: { light: bridge, sound: {}, obs: {} }, show: { rules: bridge } },
      { show: needsOf('stage') },
    );
    await show.system.start();
    show.part('light').breakDown(lost);
    await show.clock.settle();
    expect(show.view('rules').state).toBe('running');
    show.part('obs').breakDown(lost);
    await show.clock.settle();
    expect(show.view('rules')).toMatchObject({
      state: 'stopped',
      waiting: { componentId: 'stage', message: 'Waiting for stage' },
      cause: { componentId: 'obs' },
    });
    await show.clock.advance(10_000);
    expect(show.view('rules').state).toBe('running');
    await show.system.command('stop', 'stage');
    expect(show.view('rules').cause).toMatchObject({
      componentId: 'stage',
      message: 'stage was stopped',
    });
    expect(ready(show, 'rules').message).toBe('Waiting for stage. stage was stopped');
  });
});

describe('an orchestrator', () => {
  const wrong = new Fault('store.wrong', 'The path is wrong', { kind: 'configuration' });

  it('is idle, starts, runs, stops and has stopped, with its health', async () => {
    const show = createScriptedSystem({ show: { obs: bridge } });
    expect(show.view('show')).toMatchObject({
      state: 'idle',
      desired: 'stopped',
      health: { level: 'unknown', summary: 'Switched off', conditions: [] },
    });
    show.part('obs').starts.push('hang');
    const starting = show.system.start();
    expect(show.view('show')).toMatchObject({ state: 'starting', desired: 'running' });
    show.part('obs').release();
    await starting;
    expect(show.view('show')).toMatchObject({
      state: 'running',
      health: { level: 'healthy', summary: 'All its components are healthy' },
    });
    show.part('obs').stops.push('hang');
    const stopping = show.system.command('stop', 'show');
    await show.clock.settle();
    expect(show.view('show').state).toBe('stopping');
    show.part('obs').release();
    await stopping;
    expect(show.view('show')).toMatchObject({ state: 'stopped', health: { level: 'unknown' } });
  });

  it('has a condition for each desired component, the worst deciding', async () => {
    const show = createScriptedSystem({
      show: { store: {}, obs: bridge, chat: bridge, off: bridge, slow: {}, ill: {} },
    });
    await show.system.start();
    await show.system.command('stop', 'off');
    show.part('obs').breakDown(refused);
    show.part('chat').context?.setCondition(claim('unknown', 'unhealthy'));
    show.part('slow').context?.setCondition(claim('false', 'degraded'));
    await show.clock.settle();
    expect(show.view('show').health).toMatchObject({
      level: 'degraded',
      summary: 'obs: OBS refused the password',
      conditions: [
        { type: 'store', status: 'true', reason: 'Healthy', message: 'store is healthy' },
        { type: 'obs', status: 'false', severity: 'degraded', reason: 'Unhealthy' },
        { type: 'chat', status: 'unknown', reason: 'Unknown' },
        { type: 'slow', status: 'false', severity: 'degraded', message: 'slow: Frames are dropped' },
        { type: 'ill', status: 'true' },
      ],
    });
    show.part('ill').context?.setCondition(claim('false', 'unhealthy'));
    expect(show.view('show').health).toMatchObject({
      level: 'unhealthy',
      summary: 'ill: Frames are dropped',
    });
    expect(show.view('show').health.conditions.at(-1)).toMatchObject({ severity: 'unhealthy' });
    expect(show.view('show').state).toBe('degraded');
  });

  it('with a rolled-back start reports it, and its components wait for the same event', async () => {
    const show = createScriptedSystem({ show: { store: {}, obs: bridge } });
    show.part('store').starts.push({ fail: wrong });
    await show.system.start();
    expect(show.view('show')).toMatchObject({
      state: 'failed',
      waiting: { for: 'settings' },
      health: { level: 'unhealthy', summary: 'Its start was rolled back: The path is wrong' },
    });
    expect(show.view('store')).toMatchObject({ state: 'failed', waiting: { for: 'settings' }, cause: null });
    expect(show.view('obs')).toMatchObject({
      waiting: { for: 'settings', message: 'The path is wrong' },
      cause: { componentId: 'store', message: 'The path is wrong' },
    });
    expect(ready(show, 'obs')).toMatchObject({
      status: 'false',
      reason: 'DependencyDown',
      message: 'Waiting for store: The path is wrong',
    });
    expect(show.system.verdict()).toMatchObject({ causeId: 'store', collateral: ['obs'] });
  });

  it('that failed too often is quarantined, and released by hand', async () => {
    const show = createScriptedSystem({ show: { store: {} } });
    for (let times = 0; times < 5; times++) show.part('store').starts.push({ fail: new TypeError('a bug') });
    await show.system.start();
    await show.clock.advance(60_000);
    expect(show.view('show')).toMatchObject({
      state: 'quarantined',
      waiting: { for: 'operator' },
      health: { level: 'quarantined' },
    });
    await show.system.command('start', 'show');
    expect(show.states()).toEqual({ show: 'running', store: 'running' });
  });

  it('has failed when an essential component has, and is degraded when another one has', async () => {
    const show = createScriptedSystem({ show: { store: {}, obs: bridge } });
    await show.system.start();
    show.part('obs').breakDown(lost);
    await show.clock.settle();
    expect(show.view('show').state).toBe('degraded');
    show.part('store').breakDown(lost);
    await show.clock.settle();
    expect(show.view('show').state).toBe('failed');
  });

  it('waits for nothing once it is switched off', async () => {
    const show = createScriptedSystem({ show: { store: {} } });
    show.part('store').starts.push({ fail: wrong });
    await show.system.start();
    await show.system.command('stop', 'show');
    expect(show.view('show')).toMatchObject({ state: 'stopped', waiting: null });
    expect(show.view('store')).toMatchObject({ waiting: null });
  });
});
