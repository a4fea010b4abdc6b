import { describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import type { DesiredState, LifecycleState } from '#shared/model/index.ts';
import type { SystemChange } from '../system-port.ts';
import { createScriptedSystem, needsOf, type ScriptedSystem } from '../testing/scripted-system.ts';

describe('a listener to changes that throws', () => {
  it('blocks no start, stop or notification of others, and is logged', async () => {
    const show = createScriptedSystem({ show: { obs: {}, scenes: needsOf('obs') } });
    const heard: string[] = [];
    using _broken = show.system.onChange(() => {
      throw new Error('the drawing broke');
    });
    using _whole = show.system.onChange((change) => {
      if (change.kind === 'component') heard.push(change.id);
    });
    await show.system.start();
    expect(show.states()).toEqual({ show: 'running', obs: 'running', scenes: 'running' });
    expect(new Set(heard)).toEqual(new Set(['show', 'obs', 'scenes']));
    show.part('obs').breakDown(new Fault('obs.lost', 'OBS is gone', { kind: 'transient' }));
    await show.clock.advance(60_000);
    expect(show.view('scenes').state).toBe('running');
    await show.system.stop();
    expect(show.states()).toEqual({ show: 'stopped', obs: 'stopped', scenes: 'stopped' });
    const [line] = show.lines.filter(({ level }) => level === 'error');
    expect(line).toMatchObject({ logger: 'test.publisher', message: 'A listener for changes failed' });
  });
});

const bridge = { kind: 'bridge' } as const;
const lost = new Fault('obs.lost', 'OBS is gone', { kind: 'transient', retryAfterMs: 1_000 });

/** Returns the recorded events about one id. */
const eventsOf = ({ system }: ScriptedSystem, id: string, topic: string) =>
  system.events
    .recent(topic, 1_000)
    .filter(({ source }) => source === id)
    .map(({ level, message, data }) => [level, message, data]);

describe('a change of state', () => {
  it('is recorded with the old state, the desired state, and a level', async () => {
    const show = createScriptedSystem({ show: { obs: bridge } });
    await show.system.start();
    const state = (from: LifecycleState, to: LifecycleState, desired: DesiredState = 'running') => ({
      desired,
      parent: 'show',
      from,
      to,
    });
    expect(eventsOf(show, 'obs', 'component.state-changed')).toEqual([
      ['info', 'obs is starting', state('idle', 'starting')],
      ['info', 'obs is running', state('starting', 'running')],
    ]);
    expect(eventsOf(show, 'show', 'component.state-changed')).toEqual([
      ['info', 'show is starting', { desired: 'running', from: 'idle', to: 'starting' }],
      ['info', 'show is running', { desired: 'running', from: 'starting', to: 'running' }],
    ]);
    show.part('obs').context?.setCondition({
      type: 'Fluent',
      status: 'false',
      severity: 'degraded',
      reason: 'Drops',
      message: 'It drops frames',
    });
    show.part('obs').breakDown(lost);
    await show.clock.settle();
    await show.system.command('stop', 'obs');
    expect(eventsOf(show, 'obs', 'component.state-changed').slice(2)).toEqual([
      ['warning', 'obs is running with problems', state('running', 'degraded')],
      ['error', 'obs has failed', state('degraded', 'failed')],
      ['info', 'obs has stopped', state('failed', 'stopped', 'stopped')],
    ]);
    await show.system.command('start', 'obs');
    await show.system.command('stop', 'show');
    expect(eventsOf(show, 'show', 'component.state-changed').slice(-2)).toEqual([
      ['info', 'show is stopping', { desired: 'stopped', from: 'running', to: 'stopping' }],
      ['info', 'show has stopped', { desired: 'stopped', from: 'stopping', to: 'stopped' }],
    ]);
  });

  it('to quarantined is an error', async () => {
    const show = createScriptedSystem({ show: { obs: bridge } });
    for (let time = 0; time < 5; time++) show.part('obs').starts.push({ fail: new TypeError('a bug') });
    await show.system.start();
    await show.clock.advance(15_000);
    expect(eventsOf(show, 'obs', 'component.state-changed').at(-1)).toMatchObject([
      'error',
      'obs is disabled after crashes',
      { to: 'quarantined' },
    ]);
  });

  it('sets its time, and other changes do not', async () => {
    const show = createScriptedSystem({ show: { obs: bridge } });
    await show.system.start();
    const { since } = show.view('obs');
    await show.clock.advance(5_000);
    show
      .part('obs')
      .context?.setCondition({ type: 'Fluent', status: 'true', reason: 'Yes', message: 'It is' });
    expect(show.view('obs')).toMatchObject({ since, health: { since } });
    show.part('obs').breakDown(lost);
    await show.clock.settle();
    expect(show.view('obs')).toMatchObject({ since: since + 5_000, health: { since: since + 5_000 } });
  });
});

describe('a change of health', () => {
  it('is recorded with its reason and a level', async () => {
    const show = createScriptedSystem({ show: { obs: bridge, store: {} } });
    await show.system.start();
    const health = (from: string, to: string, rest: object = {}) => ({
      desired: 'running',
      from,
      to,
      ...rest,
    });
    const own = { parent: 'show' };
    expect(eventsOf(show, 'obs', 'component.health-changed')).toEqual([
      ['info', 'obs is healthy', health('unknown', 'healthy', own)],
    ]);
    const claim = (severity: 'degraded' | 'unhealthy') =>
      show.part('store').context?.setCondition({
        type: 'Room',
        status: 'false',
        severity,
        reason: 'Full',
        message: 'The disk is full',
      });
    claim('degraded');
    claim('unhealthy');
    await show.system.command('stop', 'store');
    expect(eventsOf(show, 'store', 'component.health-changed').slice(1)).toEqual([
      ['warning', 'store is degraded: The disk is full', health('healthy', 'degraded', own)],
      ['error', 'store is down: The disk is full', health('degraded', 'unhealthy', own)],
      [
        'info',
        'store is unknown: Switched off',
        health('unhealthy', 'unknown', { ...own, desired: 'stopped' }),
      ],
    ]);
    expect(eventsOf(show, 'show', 'component.health-changed').slice(1)).toEqual([
      ['warning', 'show is degraded: store: The disk is full', health('healthy', 'degraded')],
      ['error', 'show is down: store: The disk is full', health('degraded', 'unhealthy')],
      ['info', 'show is healthy', health('unhealthy', 'healthy')],
    ]);
  });
});

describe('a view', () => {
  const watch = (show: ScriptedSystem) => {
    const changes: SystemChange[] = [];
    const watching = show.system.onChange((change) => changes.push(change));
    const isNotified = (id: string): boolean =>
      changes.some((change) => change.kind === 'component' && change.id === id);
    const since = (): void => void (changes.length = 0);
    return { changes, isNotified, since, watching };
  };

  it('is notified of a component, of its orchestrator and of the verdict, until it unsubscribes', async () => {
    const show = createScriptedSystem({ show: { obs: bridge } });
    const { changes, isNotified, since, watching } = watch(show);
    await show.system.start();
    expect([isNotified('obs'), isNotified('show'), changes.some(({ kind }) => kind === 'verdict')]).toEqual([
      true,
      true,
      true,
    ]);
    watching[Symbol.dispose]();
    since();
    await show.system.stop();
    expect(changes).toEqual([]);
  });

  it('is not notified when nothing changed', async () => {
    const show = createScriptedSystem({ show: { obs: bridge } });
    await show.system.start();
    const { changes } = watch(show);
    await show.system.command('start', 'obs');
    show.system.notifySettingsChanged('obs');
    await show.clock.advance(10_000);
    expect(changes).toEqual([]);
  });

  it('is notified of desired states, waits and missing needs, also while the component stays stopped', async () => {
    const show = createScriptedSystem({
      show: { obs: bridge, store: bridge, scenes: { ...bridge, ...needsOf('obs', 'store') } },
    });
    show.part('obs').starts.push({ fail: lost });
    show.part('store').starts.push({
      fail: new Fault('store.away', 'The disk is away', { kind: 'configuration' }),
    });
    await show.system.start();
    const { isNotified, since } = watch(show);
    expect(show.view('scenes')).toMatchObject({ state: 'idle', waiting: { componentId: 'obs' } });
    // First another need is missing, then the component is no longer desired: its state never changes.
    await show.clock.advance(1_000);
    expect([show.view('scenes').waiting, isNotified('scenes')]).toMatchObject([
      { componentId: 'store' },
      true,
    ]);
    since();
    await show.system.command('stop', 'scenes');
    expect([show.view('scenes').state, isNotified('scenes')]).toEqual(['idle', true]);
    since();
    await show.system.command('stop', 'store');
    show.system.notifySettingsChanged('scenes');
    expect(isNotified('scenes')).toBe(false);
  });

  it('is notified of a wait that replaces another', async () => {
    const show = createScriptedSystem({ show: { obs: bridge } });
    show.part('obs').starts.push({ fail: lost }, { fail: lost });
    await show.system.start();
    const first = show.view('obs').waiting;
    const { isNotified } = watch(show);
    await show.clock.advance(1_000);
    expect(show.view('obs').waiting).not.toEqual(first);
    expect(isNotified('obs')).toBe(true);
  });
});
