import { describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import { createScriptedSystem, needsOf } from '../testing/scripted-system.ts';

/** Reports of unusual starts and stops. */

const bridge = { kind: 'bridge' } as const;
const away = new Fault('store.away', 'The disk is away', { kind: 'transient', retryAfterMs: 1_000 });
const bug = (): TypeError => new TypeError('a bug');

describe('the report of a start', () => {
  it('that had nothing to do reports the current state, without times and past failures', async () => {
    const show = createScriptedSystem({ show: { store: {}, obs: bridge, off: { enabled: () => false } } });
    await show.clock.advance(5_000);
    show.part('obs').starts.push({ fail: away });
    await show.system.start();
    await show.clock.advance(2_000);
    expect((await show.system.start()).get('show')).toEqual({
      ok: true,
      value: {
        orchestratorId: 'show',
        outcome: 'running',
        tookMs: 0,
        components: [
          {
            componentId: 'store',
            outcome: 'running',
            beganAfterMs: null,
            tookMs: 0,
            fault: null,
            waitsFor: null,
          },
          {
            componentId: 'obs',
            outcome: 'running',
            beganAfterMs: null,
            tookMs: 0,
            fault: null,
            waitsFor: null,
          },
          {
            componentId: 'off',
            outcome: 'switched-off',
            beganAfterMs: null,
            tookMs: null,
            fault: null,
            waitsFor: null,
          },
        ],
      },
    });
  });

  it('counts from the time of the command, and does not miss components that are switched off', async () => {
    const show = createScriptedSystem({
      show: { store: {}, obs: needsOf('store'), off: { enabled: () => false } },
    });
    await show.clock.advance(5_000);
    show.part('store').starts.push('hang');
    const start = show.system.start();
    await show.clock.advance(300);
    show.part('store').release();
    expect((await start).get('show')).toMatchObject({
      value: {
        outcome: 'running',
        tookMs: 300,
        components: [
          { componentId: 'store', beganAfterMs: 0, tookMs: 300 },
          { componentId: 'obs', beganAfterMs: 300, tookMs: 0 },
          { componentId: 'off', outcome: 'switched-off' },
        ],
      },
    });
  });

  it('lists a quarantined component as failed, with its last failure', async () => {
    const show = createScriptedSystem({ show: { obs: bridge } });
    for (let time = 0; time < 5; time++) show.part('obs').starts.push({ fail: bug() });
    await show.system.start();
    await show.clock.advance(15_000);
    expect((await show.system.start()).get('show')).toMatchObject({
      value: { outcome: 'degraded', components: [{ outcome: 'failed', fault: { message: 'a bug' } }] },
    });
  });

  it('has a code for an error without one', async () => {
    const show = createScriptedSystem({ show: { obs: bridge } });
    show.part('obs').starts.push({ fail: new Error('no disk') });
    expect((await show.system.start()).get('show')).toMatchObject({
      value: {
        components: [{ fault: { code: 'lifecycle.start-failed', kind: 'defect', message: 'no disk' } }],
      },
    });
  });

  it('that is refused names every problem of the dependencies', async () => {
    const show = createScriptedSystem({ show: { store: {} } });
    show.registerLate('show', 'obs', needsOf('nowhere'));
    show.registerLate('show', 'scenes', needsOf('nobody'));
    expect((await show.system.start()).get('show')).toMatchObject({
      error: {
        message: '"obs" needs "nowhere", which does not exist; "scenes" needs "nobody", which does not exist',
      },
    });
  });
});

describe('the report of a stop', () => {
  it('does not repeat problems of the previous stop', async () => {
    const show = createScriptedSystem({ show: { store: {}, obs: bridge } });
    await show.system.start();
    show.part('store').stops.push({ fail: new Error('stuck') });
    expect((await show.system.stop()).get('show')).toMatchObject({
      value: { faults: [{ componentId: 'store' }] },
    });
    // The store has not started when it stops.
    show.part('obs').starts.push('wait');
    await show.system.command('stop', 'store');
    const start = show.system.start();
    await show.clock.settle();
    expect((await show.system.stop()).get('show')).toMatchObject({ value: { faults: [] } });
    await start;
  });
});

describe('a removed component', () => {
  it('no longer counts for its orchestrator, and its id is free', async () => {
    const show = createScriptedSystem({ show: { store: {}, obs: bridge } });
    show.part('obs').starts.push({ fail: away });
    await show.system.start();
    expect(show.view('show').state).toBe('degraded');
    expect(await show.unregister('show', 'obs')).toBe(true);
    expect(show.states()).toEqual({ show: 'running', store: 'running' });
    expect((await show.system.start()).get('show')).toMatchObject({
      value: { components: [{ componentId: 'store' }] },
    });
    show.registerLate('show', 'obs', bridge);
    await show.clock.settle();
    expect(show.states()).toEqual({ show: 'running', store: 'running', obs: 'running' });
    // Only the system's own tick, and no retry of the removed component.
    expect(show.clock.pending).toBe(1);
  });

  it('is missed only by its dependents: commands to all others still work', async () => {
    const show = createScriptedSystem({
      show: {
        obs: bridge,
        scenes: { ...bridge, ...needsOf('obs') },
        stats: { ...bridge, ...needsOf('obs?') },
        chat: bridge,
      },
    });
    await show.system.start();
    await show.unregister('show', 'obs');
    await show.clock.settle();
    expect(show.states()).toMatchObject({ scenes: 'stopped', stats: 'running', chat: 'running' });
    expect(show.view('scenes').waiting).toMatchObject({ for: 'dependency', componentId: 'obs' });
    expect(show.system.plan('restart', 'stats')).toMatchObject({ ok: true, value: { alsoStops: [] } });
    for (const id of ['stats', 'chat', 'show'])
      await expect(show.system.command('restart', id)).resolves.toMatchObject({
        value: { result: 'settled' },
      });
    show.registerLate('show', 'obs', bridge);
    await show.clock.settle();
    expect(show.states()).toMatchObject({ obs: 'running', scenes: 'running' });
    show.registerLate('show', 'late', needsOf('nowhere'));
    await expect(show.system.command('restart', 'chat')).resolves.toMatchObject({
      error: { code: 'registry.bad-graph' },
    });
    await expect(show.system.command('stop', 'chat')).resolves.toMatchObject({
      value: { result: 'settled' },
    });
  });

  it('makes room for another one with its id, which starts only when it is down', async () => {
    const show = createScriptedSystem({ show: { obs: bridge, scenes: { ...bridge, ...needsOf('obs') } } });
    await show.system.start();
    const first = show.part('obs');
    first.stops.push('hang');
    const removal = show.unregister('show', 'obs');
    await show.clock.advance(1_000);
    show.registerLate('show', 'obs', bridge);
    const second = show.part('obs');
    const again = () => show.registerLate('show', 'obs', bridge);
    expect(again).toThrow('There is already a component "obs"');
    show.system.notifyWake('nothing of this begins it');
    await show.clock.advance(1_000);
    expect([first.calls.at(-1), second.calls]).toEqual(['cleanup', []]);
    first.release();
    await removal;
    await show.clock.settle();
    expect(show.states()).toEqual({ show: 'running', obs: 'running', scenes: 'running' });
    expect(second.calls).toEqual(['initialize', 'up']);
  });

  it('and its removed successor leave nothing behind', async () => {
    const show = createScriptedSystem({ show: { obs: bridge } });
    await show.system.start();
    const first = show.part('obs');
    first.stops.push('hang');
    const removals = [show.unregister('show', 'obs')];
    await show.clock.advance(1_000);
    show.registerLate('show', 'obs', bridge);
    removals.push(show.unregister('show', 'obs'));
    first.release();
    await Promise.all(removals);
    await show.clock.settle();
    expect([show.states(), show.part('obs').calls]).toEqual([{ show: 'running' }, []]);
  });

  it('is deleted only when it is down', async () => {
    const show = createScriptedSystem({ show: { store: {}, obs: bridge } });
    await show.system.start();
    show.part('obs').stops.push('hang');
    let gone = false;
    const removal = show.unregister('show', 'obs').then(() => (gone = true));
    await show.clock.advance(1_000);
    show
      .part('store')
      .context?.setCondition({ type: 'Full', status: 'true', reason: 'Room', message: 'There is room' });
    await show.clock.settle();
    expect([gone, show.view('obs').state]).toEqual([false, 'stopping']);
    show.part('obs').release();
    await removal;
    expect(show.states()).toEqual({ show: 'running', store: 'running' });
  });
});
