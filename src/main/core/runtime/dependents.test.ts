import { describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import { createScriptedSystem, needsOf } from '../testing/scripted-system.ts';

/** Dependents when a dependency stops: which stop, which wait, and which come back. */

const bridge = { kind: 'bridge' } as const;
const lost = new Fault('obs.lost', 'OBS closed the connection', { kind: 'transient', retryAfterMs: 1_000 });
const upOf = ({ calls }: { readonly calls: readonly string[] }): number =>
  calls.filter((call) => call === 'up').length;

describe('a component that is leaving', () => {
  const build = async () => {
    const show = createScriptedSystem({ show: { obs: bridge, scenes: { ...bridge, ...needsOf('obs') } } });
    await show.system.start();
    show.part('scenes').stops.push('hang');
    return show;
  };

  it('keeps its life when it is desired again before anything of it ended', async () => {
    const { system, part, view, states, clock } = await build();
    const stop = system.command('stop', 'obs');
    await clock.settle();
    expect(states()).toMatchObject({ obs: 'stopping', scenes: 'stopping' });
    const start = system.command('start', 'obs');
    await clock.settle();
    await expect(start).resolves.toMatchObject({ value: { result: 'settled' } });
    await expect(stop).resolves.toMatchObject({ value: { result: 'failed' } });
    expect(view('obs').state).toBe('running');
    expect(part('obs').calls).toEqual(['initialize', 'up']);
    part('scenes').release();
    await clock.settle();
    expect(view('scenes').state).toBe('running');
    expect([upOf(part('obs')), upOf(part('scenes'))]).toEqual([1, 2]);
  });

  it('is not retried, on any request, before its dependents are down', async () => {
    const { system, part, states, clock } = await build();
    part('obs').breakDown(lost);
    await clock.advance(4_000);
    expect(states()).toMatchObject({ obs: 'failed', scenes: 'stopping' });
    expect(part('obs').calls).toEqual(['initialize', 'up']);
    part('scenes').release();
    await clock.advance(1_000);
    expect(states()).toMatchObject({ obs: 'running', scenes: 'running' });
    await system.stop();
  });

  it('records only its first failure', async () => {
    const { system, part, clock, view } = await build();
    part('obs').breakDown(lost);
    part('obs').breakDown(new Fault('obs.other', 'Something else', { kind: 'configuration' }));
    part('scenes').release();
    await clock.settle();
    expect(view('obs').supervision).toMatchObject({ attempt: 1, lastFailure: { code: 'obs.lost' } });
    expect(system.events.recent('component.failed', 10)).toHaveLength(1);
  });
});

describe('a component whose clean-up hangs', () => {
  it('starts no new life before its clean-up has ended, and then starts one', async () => {
    const { system, part, view, clock } = createScriptedSystem({ show: { obs: bridge } });
    await system.start();
    part('obs').stops.push('hang');
    const restart = system.command('restart', 'obs');
    await clock.advance(5_000);
    expect(view('obs')).toMatchObject({ state: 'failed', waiting: { for: 'operator' } });
    await clock.advance(1_000);
    expect(upOf(part('obs'))).toBe(1);
    part('obs').release();
    await clock.settle();
    expect([view('obs').state, upOf(part('obs'))]).toEqual(['running', 2]);
    await restart;
  });
});

describe('a cancelled start', () => {
  it('logs failures during its rollback', async () => {
    const { system, part, lines, clock } = createScriptedSystem({ show: { obs: bridge } });
    part('obs').starts.push('hang');
    part('obs').stops.push({ fail: new Error('stuck') });
    const start = system.start();
    await clock.settle();
    const stop = system.stop();
    part('obs').release();
    await Promise.all([start, stop]);
    expect(part('obs').calls).toEqual(['initialize', 'up', 'cleanup']);
    expect(lines.filter(({ level }) => level === 'error')).toMatchObject([
      {
        logger: 'test.obs',
        message: 'Cleaning up after a start that was given up failed',
        error: { message: 'stuck' },
      },
    ]);
  });

  it('by a failure that it reports itself ends at once, although its work hangs', async () => {
    const { system, part, view, clock } = createScriptedSystem({ show: { obs: bridge } });
    part('obs').starts.push('hang');
    const start = system.start();
    await clock.settle();
    part('obs').breakDown(lost);
    await clock.settle();
    await start;
    expect(view('obs').supervision.lastFailure).toMatchObject({ code: 'obs.lost' });
    expect(part('obs').context?.signal.reason).toBe(lost);
    part('obs').release();
    await clock.advance(1_000);
    expect(view('obs').state).toBe('running');
  });
});

describe('an orchestrator that another one requires', () => {
  const build = () =>
    createScriptedSystem(
      { video: { obs: {}, clips: bridge }, logic: { rules: {} } },
      { logic: { needs: [{ id: 'video', required: true }] } },
    );

  it('is completely up before any component of the other starts', async () => {
    const { system, part, states, clock } = build();
    part('clips').starts.push('hang');
    const start = system.start();
    await clock.settle();
    expect(states()).toMatchObject({ obs: 'running', clips: 'starting', rules: 'idle' });
    part('clips').release();
    await start;
    expect(states()).toMatchObject({ video: 'running', logic: 'running', rules: 'running' });
  });

  it('keeps all its components up until the other has stopped', async () => {
    const { system, part, states, clock } = build();
    await system.start();
    part('rules').stops.push('hang');
    const stop = system.stop();
    await clock.advance(1_000);
    expect(states()).toMatchObject({ obs: 'stopping', clips: 'stopping', rules: 'stopping' });
    expect([part('obs').calls, part('clips').calls].flat()).not.toContain('cleanup');
    part('rules').release();
    await stop;
    expect(part('obs').calls.at(-1)).toBe('cleanup');
  });

  it('stops the other when an essential component fails, and brings it back', async () => {
    const { part, states, clock, system, view } = build();
    await system.start();
    part('obs').breakDown(lost);
    await clock.settle();
    expect(states()).toMatchObject({ obs: 'failed', rules: 'stopped' });
    expect(view('rules')).toMatchObject({
      waiting: { for: 'dependency', componentId: 'video' },
      cause: { componentId: 'obs' },
    });
    await clock.advance(1_000);
    expect(states()).toMatchObject({ obs: 'running', rules: 'running' });
  });

  it.each([
    ['what is essential in it', { obs: {}, clips: bridge }, { obs: 'running', clips: 'idle' }],
    ['itself, where nothing in it is essential', { obs: bridge }, { video: 'running', obs: 'idle' }],
  ])('is started with a component of the other: %s', async (_, video, states) => {
    const show = createScriptedSystem(
      { video, logic: { rules: {} } },
      { logic: { needs: [{ id: 'video', required: true }] } },
    );
    const start = show.system.command('start', 'rules');
    await show.clock.advance(1_000);
    expect(show.states()).toMatchObject({ ...states, rules: 'running' });
    await expect(start).resolves.toMatchObject({ value: { result: 'settled' } });
  });

  it('has its essential component as the cause, whatever else does not run', async () => {
    const show = createScriptedSystem(
      { video: { clips: bridge, off: { enabled: () => false }, obs: {} }, logic: { rules: {} } },
      { logic: { needs: [{ id: 'video', required: true }] } },
    );
    await show.system.start();
    show.part('clips').breakDown(new Fault('clips.full', 'The disk is full', { kind: 'configuration' }));
    await show.clock.settle();
    expect(show.states()).toMatchObject({ clips: 'failed', rules: 'running' });
    show.part('obs').breakDown(lost);
    await show.clock.settle();
    expect(show.view('rules').cause).toMatchObject({
      componentId: 'obs',
      message: 'OBS closed the connection',
    });
  });

  it('keeps the other waiting while its start is rolled back', async () => {
    const { part, states, clock, system } = build();
    part('obs').starts.push({ fail: lost });
    const start = system.start();
    await clock.settle();
    expect(states()).toMatchObject({ video: 'failed', rules: 'idle' });
    await clock.advance(1_000);
    await start;
    expect(states()).toMatchObject({ video: 'running', rules: 'running' });
  });
});

describe('an optional need', () => {
  const wanting = (waits?: false) => ({
    ...bridge,
    needs: [{ id: 'video', required: false, ...(waits === false && { waits }) }],
  });

  it('of an orchestrator is waited for until its start has any outcome', async () => {
    const { system, part, states, clock } = createScriptedSystem({
      video: { obs: {} },
      logic: { rules: wanting() },
    });
    part('obs').starts.push('hang');
    const start = system.start();
    await clock.settle();
    expect(states()).toMatchObject({ obs: 'starting', rules: 'idle' });
    part('obs').breakDown(lost);
    part('obs').release();
    await clock.settle();
    expect(states()).toMatchObject({ video: 'failed', rules: 'running' });
    await start;
  });

  it('on a stopped orchestrator is not waited for', async () => {
    const { system, states } = createScriptedSystem({ video: { obs: {} }, logic: { rules: wanting() } });
    await system.command('start', 'rules');
    expect(states()).toMatchObject({ video: 'idle', rules: 'running' });
  });

  it('with `waits: false` is not waited for at all', async () => {
    const { system, part, states, clock } = createScriptedSystem({
      video: { obs: {} },
      logic: { rules: wanting(false) },
    });
    part('obs').starts.push('hang');
    const start = system.start();
    await clock.settle();
    expect(states()).toMatchObject({ obs: 'starting', rules: 'running' });
    part('obs').release();
    await start;
  });

  it('is no reason to wait or to stop when the needed component is required by none and fails', async () => {
    const { system, part, states, clock } = createScriptedSystem({
      show: { obs: bridge, stats: { ...bridge, ...needsOf('obs?') } },
    });
    await system.start();
    part('obs').breakDown(lost);
    await clock.settle();
    expect(states()).toMatchObject({ obs: 'failed', stats: 'running' });
    expect(part('stats').calls).toEqual(['initialize', 'up']);
  });
});
